.pragma library

// Minutes and seconds of a song: 3:07.
function clock(milliseconds) {
    const seconds = Math.floor(Math.max(0, milliseconds) / 1000)
    const rest = String(seconds % 60).padStart(2, "0")
    const minutes = Math.floor(seconds / 60)
    return minutes < 60 ? minutes + ":" + rest : Math.floor(minutes / 60) + ":" + String(minutes % 60).padStart(2, "0") + ":" + rest
}

function sorted(songs, order) {
    const by = {
        title: (one, other) => one.title.localeCompare(other.title),
        artist: (one, other) => one.artist.localeCompare(other.artist) || one.album.localeCompare(other.album) || one.track - other.track,
        added: (one, other) => other.added - one.added,
        length: (one, other) => one.duration - other.duration,
    }[order]
    return songs.slice().sort((one, other) => by(one, other) || one.title.localeCompare(other.title) || (one.path < other.path ? -1 : 1))
}

// Songs under a word of theirs ("album" or "artist"): [{name, songs}], by name.
function grouped(songs, key) {
    const found = {}
    for (const song of songs) (found[song[key]] = found[song[key]] || []).push(song)
    return Object.keys(found).sort((one, other) => one.localeCompare(other)).map((name) => ({ name: name, songs: found[name].sort((one, other) => one.album.localeCompare(other.album) || one.track - other.track || one.title.localeCompare(other.title)) }))
}
