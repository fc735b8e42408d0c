"""The portal's menus."""
