"""The general trainer: anyone's rows, any Qwen2-VL, LoRA or all weights. `python -m agent train` is its door."""
