// The welcome page goes over to the site when the first packet has come.
import { EventStream } from './event-stream.js'

const waiting = document.querySelector<HTMLElement>('[data-first-packet]')
if (waiting !== null) {
  const state = waiting.querySelector('[data-first-packet-state]')
  const tell = (text: string) => {
    if (state !== null && state.textContent !== text) state.textContent = text
  }
  const { firstPacket = '', next = '/' } = waiting.dataset
  new EventStream(firstPacket, '0', {
    row() {
      tell('Here it is.')
      location.assign(next)
    },
    gap() {
      location.assign(next)
    },
    connected(isConnected) {
      tell(
        isConnected ? 'Waiting for the first packet…' : 'The server does not answer; trying again…',
      )
    },
  }).open()
}
