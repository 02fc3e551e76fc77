"""The staff pages: one folder per entry of the navigation, view, form and template side by side."""
