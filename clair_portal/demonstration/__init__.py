"""The demonstration: plainly synthetic people and believable events, always dated from today."""
