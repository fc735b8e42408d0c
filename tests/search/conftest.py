"""Property tests ask whether it is right, not how fast a busy machine is."""

from hypothesis import HealthCheck, settings

settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")
