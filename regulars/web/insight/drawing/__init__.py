"""Draw exhibits as SVG and PNG; not to be imported where Django starts, since it loads Altair and vl-convert."""
