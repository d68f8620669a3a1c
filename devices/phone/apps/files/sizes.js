.pragma library

// Bytes as a person reads them, in thousands.
function text(bytes) {
    if (bytes < 1000) return bytes + " B"
    const units = ["kB", "MB", "GB", "TB"]
    let value = bytes / 1000, unit = 0
    while (value >= 999.5 && unit < units.length - 1) { value /= 1000; unit += 1 }
    return (value < 9.95 ? value.toFixed(1) : Math.round(value)) + " " + units[unit]
}

// The names of folders and files, folders first, in the order asked for: "name", "date" or "size".
function sorted(entries, order) {
    const by = {
        name: (one, other) => 0,
        date: (one, other) => one.folder ? 0 : other.modified - one.modified,
        size: (one, other) => one.folder ? 0 : other.size - one.size,
    }[order] || ((one, other) => 0)
    return entries.slice().sort((one, other) => (other.folder - one.folder) || by(one, other) || one.name.localeCompare(other.name))
}

function icon(kind) {
    return {
        folder: "folder", image: "file-image", audio: "file-music", video: "file-video", text: "file-document",
        pdf: "file-pdf-box", archive: "folder-zip", app: "android",
    }[kind] || "file"
}

function colour(kind) {
    return {
        folder: "#5F6368", image: "#D81B60", audio: "#E65100", video: "#8430CE", text: "#1967D2",
        pdf: "#C5221F", archive: "#B06000", app: "#188038",
    }[kind] || "#5F6368"
}

function mime(name, kind) {
    const ending = name.split(".").pop().toLowerCase()
    const known = { png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg", mid: "audio/midi", wav: "audio/x-wav", mp3: "audio/mpeg", md: "text/markdown", csv: "text/csv", pdf: "application/pdf" }
    return known[ending] || { image: "image/*", audio: "audio/*", video: "video/*", text: "text/plain" }[kind] || "application/octet-stream"
}
