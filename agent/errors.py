"""What can go wrong on the thinking side, sorted by what the caller can do.

AgentError                  every message is one sentence: what happened, what to do
|-- BadInstruction          empty, too long, or with control tokens: reword it
|-- BadPicture              a picture or video file that cannot be read
|-- UnknownDialect          no dialect has this name
|-- ParseError              a reply that fits no grammar: data, shown back to the model, never an action
|-- ModelError
|   |-- UnknownModel        neither a name, a checkpoint directory nor a hub id that can be read
|   |-- BadCheckpoint       tensors missing or of the wrong shape, files missing or broken
|   |   `-- BadAdapter      an adapter that does not fit its model, or not whole
|   |-- MissingDependency   a package is not installed; the message names the install line
|   |-- WrongDevice         this model knows another kind of device and refuses
|   `-- ModelFailed         the model broke while it was thinking (memory, non-finite logits)
|-- BadHook                 a hook that cannot be loaded or started: mend it, or leave it out
|-- BadRows                 rows that cannot be trained on; the message names the row
|-- TrainingRefused         too little memory, options that do not go together, a directory with another run
|-- TrainingFailed          the loss is no longer a number
|-- NoWindow                there is no screen on which a window could be opened
|-- BadEpisode              a recording that cannot be read
|-- BadDataSet              a data set that cannot be made of what was named
|-- ExportFailed            a data set that cannot be written: free space, name another directory
|-- BadQuery                a question about recordings that cannot be asked: reword it
`-- RecordingFailed         an episode that cannot be written: free space, name another directory
"""

from __future__ import annotations


class AgentError(Exception):
    """Anything that the thinking side can fail with; str() is one sentence for a person."""


class BadInstruction(AgentError):
    """The instruction is empty, too long, or contains control tokens."""


class BadPicture(AgentError):
    """A picture or video file cannot be read, or cannot be shown to a model."""


class UnknownDialect(AgentError):
    """No dialect has this name."""


class ParseError(AgentError):
    """A reply fits no grammar.

    code: "malformed" | "no_action" | "bad_args" | "unknown_action" | "unsupported_action" | "not_found".
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ModelError(AgentError):
    """Anything that a model can fail with."""


class UnknownModel(ModelError):
    """No model by this name, path or hub id."""


class BadCheckpoint(ModelError):
    """The checkpoint lacks tensors or files, or they do not fit."""


class BadAdapter(BadCheckpoint):
    """An adapter lacks tensors or files, or does not fit the model under it."""


class MissingDependency(ModelError):
    """A package is not installed; the message names the install line."""


class WrongDevice(ModelError):
    """The model was trained for another kind of device."""


class ModelFailed(ModelError):
    """The model broke while it was thinking."""


class BadHook(AgentError):
    """A hook cannot be loaded, started or understood."""


class BadRows(AgentError):
    """Rows cannot be trained on."""


class TrainingRefused(AgentError):
    """Training does not begin: too little memory, options that do not go together, a directory with another run."""


class TrainingFailed(AgentError):
    """Training broke: the loss is no longer a number, or memory ran out."""


class NoWindow(AgentError):
    """There is no screen on which a window could be opened."""


class BadEpisode(AgentError):
    """A recording cannot be read."""


class BadDataSet(AgentError):
    """A data set cannot be made of what was named, or not there."""


class ExportFailed(AgentError):
    """A data set cannot be written (disk full, no permission)."""


class BadQuery(AgentError):
    """A condition on episodes is no SQL, or asks for what is not there."""


class RecordingFailed(AgentError):
    """An episode cannot be written (disk full, no permission)."""
