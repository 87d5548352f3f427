/**
 * Every page fits and 1,000 packets do; what is larger goes the slower way. The system gives memory only
 * to what is written into.
 */
const room = Buffer.allocUnsafeSlow(1024 * 1024)

/** UTF-8 of a text in pieces, some of which are encoded already. */
export function encodeAll(pieces: readonly (string | Buffer)[]): Buffer {
  let bytes = 0
  for (const piece of pieces) {
    if (typeof piece !== 'string') bytes += piece.copy(room, bytes)
    else {
      // Makes one string of those that it was put together of.
      piece.charCodeAt(0)
      bytes += room.write(piece, bytes)
    }
    // Letters that do not fit are left out, and one takes four bytes at most.
    if (bytes + 4 > room.length) return Buffer.concat(pieces.map((each) => Buffer.from(each)))
  }
  return Buffer.from(room.subarray(0, bytes))
}

/**
 * UTF-8 of a text that was put together of many. `Buffer.from` walks through it to count the bytes
 * and again to write them, and through all its pieces each time: that was 9 % of a node's page.
 */
export function encode(text: string): Buffer {
  return encodeAll([text])
}
