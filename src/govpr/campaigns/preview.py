"""A post as it will look, in plain characters."""

from govpr.models import Post


def preview(post: Post) -> str:
    """What readers will see, with who, where and when above it.

    Args:
        post: The post.
    """
    head = f"{post.account} on {post.platform}, {post.due:%a %d %b %Y %H:%M %Z}, {post.language}"
    if post.instead_of is not None:
        head += f", only if {post.instead_of} cannot go out"
    body = [_part(text, number, len(post.parts)) for number, text in enumerate(post.parts, 1)]
    media = [f"[{media.kind.value}: {media.alt}]" for media in post.media]
    return "\n".join([head, "-" * len(head), *body, *media])


def _part(text: str, number: int, of: int) -> str:
    return text if of == 1 else f"({number}/{of}) {text}"
