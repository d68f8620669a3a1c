"""Asks a Qwen2-VL about pictures or a video by the stock recipe: processor, qwen-vl-utils, generate.

Knows: the stock classes end to end. Does not know: devices, actions, our own preprocessing and decoding, which this is the
reference for: the same question gives the same text both ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.errors import BadInstruction, BadPicture, ModelFailed
from agent.models.adapter import open_adapter, put_on
from agent.models.checkpoint import Attention, Checkpoint, find_checkpoint, open_checkpoint
from agent.models.loading import Loaded, first_line, load, stock_errors
from agent.models.qwen2_vl import MAX_NEW_TOKENS
from agent.models.tokens import Encoder, rotary_positions
from agent.models.vision import DEFAULT_MAX_PIXELS, DEFAULT_MIN_PIXELS, Grid, smart_resize, upright

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

    from agent.video import Sampled

FACTOR = 28
VIDEO_FACTOR = 56  # qwen-vl-utils rounds the frames of a list to multiples of this; asked for at once, it is a no-op later
VIDEO_MAX_PIXELS = 768 * FACTOR * FACTOR
VIDEO_PAIR_TOKENS = 16  # fewer visual tokens than this show nothing of a frame: take fewer frames instead
SPARE = 64  # tokens for the turns of the template


def ask(
    question: str,
    images: Sequence[str | Path] = (),
    video: str | Path | None = None,
    model: str | Path = "",
    *,
    adapter: str | Path | None = None,
    dtype: str = "auto",
    device: str = "auto",
    attention: Attention = "sdpa",
    min_pixels: int | None = None,
    max_pixels: int | None = None,
    max_new_tokens: int | None = None,
    fps: float = 2.0,
) -> str:
    """The model's greedy answer to a question about pictures, or about a video, shown before the question.

    images, video: local files. model: checkpoint folder or hub id. adapter: directory of a LoRA adapter. min_pixels,
    max_pixels: area limits of each resized picture or frame. fps: frames taken from a video a second; fewer if they would not
    fit the model's context.
    Raises BadInstruction, BadPicture, UnknownModel, BadCheckpoint, BadAdapter, MissingDependency, ModelFailed.
    """
    extra = open_adapter(adapter) if adapter is not None else None
    pictures = [open_picture(Path(path)) for path in images]
    found = open_checkpoint(find_checkpoint(model))
    loaded = load(found, dtype=dtype, device=device, attention=attention)
    if extra is not None:
        put_on(loaded.model, extra, found)
    manifest = found.manifest if extra is None else extra.over(found.manifest)
    for token in loaded.tokenizer.added_tokens_decoder.values():
        if str(token) in question:
            raise BadInstruction(f"The question contains {token}, which steers the model; leave it out.")
    if not question.strip():
        raise BadInstruction("The question is empty; ask something.")
    low = min_pixels or manifest.min_pixels or DEFAULT_MIN_PIXELS
    high = max_pixels or manifest.max_pixels or DEFAULT_MAX_PIXELS
    limit = max_new_tokens or manifest.max_new_tokens or MAX_NEW_TOKENS
    try:
        content = [_image_entry(picture, low, high) for picture in pictures]
        if video is not None:
            room = int(loaded.model.config.get_text_config().max_position_embeddings) - limit - SPARE
            room -= len(loaded.tokenizer.encode(question))
            room -= sum(entry["resized_height"] * entry["resized_width"] // FACTOR**2 for entry in content)
            entry, sampled = _video_entry(Path(video), fps, room, low, min(high, VIDEO_MAX_PIXELS))
            content.append(entry)
            # Qwen2-VL counts frame pairs and knows no seconds, so it has to be told.
            question = f"The frames of the video are {sampled.apart:.3g} seconds apart.\n{question}"
    except ValueError as error:
        raise BadPicture(f"The model cannot look at this picture: {error}.") from error
    return _generate(found, loaded, [*content, {"type": "text", "text": question}], limit)


def open_picture(path: Path) -> Image:
    """A picture file in RGB, upright, transparency on white. Raises BadPicture."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            return upright(image)
    except FileNotFoundError as error:
        raise BadPicture(f"There is no picture at {path}.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadPicture(f"{path} is no picture that can be read.") from error


def _image_entry(picture: Image, low: int, high: int) -> dict[str, Any]:
    height, width = smart_resize(picture.height, picture.width, factor=FACTOR, min_pixels=low, max_pixels=high)
    return {"type": "image", "image": picture, "resized_height": height, "resized_width": width}


def _video_entry(path: Path, fps: float, room: int, low: int, high: int) -> tuple[dict[str, Any], Sampled]:
    from agent.video import sample_video

    most = room // VIDEO_PAIR_TOKENS * 2
    if most < 2:
        raise BadPicture("The model's context is too small for a video.")
    sampled = sample_video(path, fps=fps, most=most)
    pair = room // (len(sampled.frames) // 2) * FACTOR * FACTOR
    first = sampled.frames[0]
    height, width = smart_resize(
        first.height, first.width, factor=VIDEO_FACTOR, min_pixels=min(low, pair), max_pixels=min(high, pair)
    )
    frames = [frame.resize((width, height)) for frame in sampled.frames]
    entry = {"type": "video", "video": frames, "min_pixels": height * width, "max_pixels": height * width}
    return {**entry, "sample_fps": 1 / sampled.apart}, sampled


def _generate(found: Checkpoint, loaded: Loaded, content: list[dict[str, Any]], limit: int) -> str:
    with stock_errors():
        import torch
        from qwen_vl_utils import process_vision_info
        from transformers import AutoImageProcessor, AutoProcessor, GenerationConfig
    processor = AutoProcessor.from_pretrained(found.directory, local_files_only=True)
    if hasattr(processor.video_processor, "cap_pixels_per_frame"):
        processor.video_processor.cap_pixels_per_frame = False  # the frames come in their final size; unset, it warns
    # Pictures by the same library on every machine, not by what happens to be installed.
    processor.image_processor = AutoImageProcessor.from_pretrained(found.directory, local_files_only=True, backend="pil")
    messages = [{"role": "user", "content": content}]
    text = processor.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    shown, shot, _ = process_vision_info(messages, return_video_kwargs=True)
    inputs = processor(
        text=[text],
        images=shown,
        videos=shot,
        images_kwargs={"do_resize": False},
        videos_kwargs={"do_resize": False, "do_sample_frames": False},
        return_tensors="pt",
    ).to(loaded.model.device)
    length = int(inputs["input_ids"].shape[1])
    context = int(loaded.model.config.get_text_config().max_position_embeddings)
    if length + limit > context:
        raise ModelFailed(
            f"A prompt of {length} tokens and a reply of {limit} do not fit the model's {context}; lower max_pixels."
        )
    config = GenerationConfig(
        do_sample=False,
        num_beams=1,
        repetition_penalty=1.0,
        max_new_tokens=limit,
        eos_token_id=sorted(loaded.ends),
        pad_token_id=loaded.tokenizer.pad_token_id,
    )
    try:
        with torch.inference_mode():
            made = loaded.model.generate(**inputs, position_ids=_positions(loaded, inputs), generation_config=config)
    except RuntimeError as error:
        raise ModelFailed(f"The model broke while it was thinking: {first_line(error)}") from error
    reply = made[0, length:].tolist()
    if reply and reply[-1] in loaded.ends:
        reply.pop()
    return Encoder(loaded.tokenizer).text(reply)


def _positions(loaded: Loaded, inputs: Any) -> torch.Tensor:
    """(4, 1, length) int64: the text row and the three rotary rows, by the rule that the weights were trained with.

    generate's own rule starts the text after a video too early when the video has more frame pairs than rows or columns.
    """
    import torch

    config = loaded.model.config
    merge = int(loaded.model.model.visual.spatial_merge_size)
    grids = {
        pad: [Grid(t, h // merge, w // merge) for t, h, w in inputs[key].tolist()] if key in inputs else []
        for pad, key in ((config.image_token_id, "image_grid_thw"), (config.video_token_id, "video_grid_thw"))
    }
    ids = inputs["input_ids"]
    rows, _ = rotary_positions(ids[0].cpu().numpy(), grids)
    text = torch.arange(ids.shape[1])[None]
    return torch.cat([text, torch.from_numpy(rows)])[:, None].to(ids.device)
