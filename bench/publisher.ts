import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

/**
 * A process that sends a file of MQTT packets, made beforehand, to a broker as fast as it takes
 * them: the benchmark is of the one that reads, so the one that writes has to cost little.
 * Says `ready` when it is connected, begins at the first line on its standard input.
 */
const [port = '', file = ''] = process.argv.slice(2)
const bytes = readFileSync(file)
const CHUNK = 64 * 1024

const socket = connect(Number(port), '127.0.0.1')
// CONNECT, MQTT 3.1.1 (§ 3.1), client id "bench", clean session, no keep-alive.
socket.write(Buffer.from('101100044d51545404020000000562656e6368', 'hex'))
await once(socket, 'data')
console.log('ready')
await once(process.stdin, 'data')
for (let start = 0; start < bytes.length; start += CHUNK) {
  if (!socket.write(bytes.subarray(start, start + CHUNK))) await once(socket, 'drain')
}
// DISCONNECT (§ 3.14)
socket.end(Buffer.from([0xe0, 0x00]))
await once(socket, 'close')
process.exit(0)
