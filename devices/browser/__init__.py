"""A web browser as a device: Chromium, driven by touch or by mouse."""
