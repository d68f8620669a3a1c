.pragma library

const day = 24 * 3600 * 1000

// Rows for a list: {day} begins a new day, {cells: [photo, …]} is a line of pictures.
function lines(photos, columns, title) {
    const made = []
    let current = null
    for (const photo of photos) {
        const date = Math.floor(photo.taken / day)
        if (date !== current) {
            made.push({ day: title(photo.taken), cells: [] })
            made.push({ day: "", cells: [] })
            current = date
        } else if (made[made.length - 1].cells.length === columns) made.push({ day: "", cells: [] })
        made[made.length - 1].cells.push(photo)
    }
    return made
}

// Albums by their folders, the camera's first, then by name: {key, name, photos}.
function albums(photos) {
    const found = {}
    for (const photo of photos) {
        if (!found[photo.bucket]) found[photo.bucket] = { key: photo.bucket, name: photo.album, photos: [] }
        found[photo.bucket].photos.push(photo)
    }
    const camera = (album) => album.key === "/sdcard/DCIM/Camera" ? 0 : 1
    return Object.values(found).sort((one, other) => camera(one) - camera(other) || one.name.localeCompare(other.name))
}

function size(bytes) { return bytes < 1000 ? bytes + " B" : bytes < 1e6 ? (bytes / 1000).toFixed(1) + " kB" : (bytes / 1e6).toFixed(1) + " MB" }
