"""The ground: what every stage stands on and nobody below knows."""
