"""Who may do what with events: permission names, and predicates over a person and an event."""

EVENTS_VIEW = "events.view_events"
EVENTS_EDIT = "events.edit_events"
EVENTS_PUBLISH = "events.publish_events"
REGISTRATIONS_VIEW = "events.view_registrations"
REGISTRATIONS_EDIT = "events.edit_registrations"
REGISTRATIONS_EXPORT = "events.export_registrations"
