import { KeptById } from './kept.js'
import { useLocal } from './site.js'

type Quality = 'good' | 'fair' | 'poor'

/** Limits as the Meshtastic apps draw them: the SNR at which LoRa begins to fail is about −20 dB. */
function qualityOf(snr: number): { bars: number; quality: Quality } {
  if (snr >= 0) return { bars: 4, quality: 'good' }
  if (snr >= -7) return { bars: 3, quality: 'good' }
  if (snr >= -15) return { bars: 2, quality: 'fair' }
  return { bars: 1, quality: 'poor' }
}

const signals = new KeptById(200)

/** SNR in dB as bars and a number. Radios tell it in quarters, so there are few. */
export function Signal({ snr }: { snr: number }) {
  return signals.get(snr, [snr], () => <Bars snr={snr} />)
}

function Bars({ snr }: { snr: number }) {
  const local = useLocal()
  const { bars, quality } = qualityOf(snr)
  return (
    <span class="signal">
      <svg width="16" height="12" viewBox="0 0 16 12" aria-hidden="true">
        {[0, 1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={bar * 4}
            y={9 - bar * 3}
            width="3"
            height={3 + bar * 3}
            rx="0.8"
            class={bar < bars ? `on ${quality}` : undefined}
          />
        ))}
      </svg>
      {local.decibels(snr)}
    </span>
  )
}
