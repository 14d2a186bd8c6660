//! What is known about base images.
