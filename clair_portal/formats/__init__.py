"""How the portal writes days and times where Django's own way is not the office's; settings.FORMAT_MODULE_PATH."""
