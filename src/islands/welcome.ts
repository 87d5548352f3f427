// The welcome page goes over to the site when the first packet has come.
import { EventStream } from './event-stream.js'
import { words } from './words.js'

const waiting = document.querySelector<HTMLElement>('[data-first-packet]')
if (waiting !== null) {
  const state = waiting.querySelector('[data-first-packet-state]')
  const tell = (text: string) => {
    if (state !== null && state.textContent !== text) state.textContent = text
  }
  const { firstPacket = '', next = '/' } = waiting.dataset
  new EventStream(firstPacket, '0', {
    row() {
      tell(words.welcomeState.here)
      location.assign(next)
    },
    gap() {
      location.assign(next)
    },
    connected(isConnected) {
      tell(isConnected ? words.welcomeState.waiting : words.welcomeState.noAnswer)
    },
  }).open()
}
