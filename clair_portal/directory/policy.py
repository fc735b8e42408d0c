"""Permission names of the directory."""

PEOPLE_VIEW = "directory.view_people"
PEOPLE_EDIT = "directory.edit_people"
FORMER_NAMES_VIEW = "directory.view_former_names"
ORGANISATIONS_VIEW = "directory.view_organisations"
ORGANISATIONS_EDIT = "directory.edit_organisations"
