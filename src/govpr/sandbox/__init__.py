"""What stands behind the `sandbox` platform: a folder that answers its calls, and shows what was published."""

from govpr.sandbox.folder import SandboxFolder

__all__ = ["SandboxFolder"]
