"""All components side by side, for those who build pages with them; shown in developers' mode alone."""
