"""What the beat rings for, and how often: only bells, the work itself is rows that are due."""

SCHEDULE = {
    "tick": {"task": "clair_portal.documents.tasks.tick", "schedule": 15.0, "options": {"expires": 15}},
    "jobs-sweep": {"task": "clair_portal.documents.tasks.sweep", "schedule": 30.0, "options": {"expires": 30}},
    "files-expire": {
        "task": "clair_portal.documents.tasks.expire_files",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "accounts-tidy": {"task": "clair_portal.accounts.tasks.tidy", "schedule": 3600.0, "options": {"expires": 3600}},
    "mail-sweep": {"task": "clair_portal.mail.tasks.sweep", "schedule": 30.0, "options": {"expires": 30}},
    "departures-sweep": {
        "task": "exchanges.tasks.sweep_departures",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "offers-sweep": {"task": "exchanges.tasks.sweep_offers", "schedule": 120.0, "options": {"expires": 120}},
    "follow-ups-sweep": {
        "task": "exchanges.tasks.sweep_follow_ups",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    # reappointment: reminders, and what is overdue
    "reappointments-sweep": {
        "task": "jet.tasks.sweep_reappointments",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    # transfers
    "transfers-sweep": {"task": "jet.tasks.sweep_transfers", "schedule": 3600.0, "options": {"expires": 3600}},
}
