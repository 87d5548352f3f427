/**
 * Every page fits and 1,000 packets do; what is larger goes the slower way. The system gives memory only
 * to what is written into.
 */
const room = Buffer.allocUnsafeSlow(1024 * 1024)

/**
 * UTF-8 of a text that was put together of many. `Buffer.from` walks through it to count the bytes
 * and again to write them, and through all its pieces each time: that was 9 % of a node's page.
 */
export function encode(text: string): Buffer {
  // Makes one string of the pieces.
  text.charCodeAt(0)
  const bytes = room.write(text)
  // Letters that do not fit are left out, and one takes four bytes at most.
  return bytes + 4 <= room.length ? Buffer.from(room.subarray(0, bytes)) : Buffer.from(text)
}
