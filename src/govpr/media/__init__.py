"""Pictures and films: what a file really is, and a copy of it that fits a platform, on request.

Pictures need the extra `images`; films need the extra `films`, or the programs `ffprobe` and `ffmpeg`.
"""
