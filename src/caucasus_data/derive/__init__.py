"""The forms that are derived from the declarations in model/."""
