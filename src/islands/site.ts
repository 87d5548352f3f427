import { showCurrent } from './current.js'
import { separateDays } from './days.js'
import { startFavourites } from './favourites.js'
import { startFeedDot } from './feed-dot.js'
import { startFilters } from './filters.js'
import { startLive } from './live.js'
import { startRefresh } from './refresh.js'
import { startTimes } from './times.js'
import { startZone } from './zone.js'

// What every page has. Each part looks for its own attributes and does nothing without them.
startZone()
showCurrent()
startTimes()
startFilters()
separateDays(document.querySelector('[data-days]'))
startLive()
startFeedDot()
startFavourites()
startRefresh()
