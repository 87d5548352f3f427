import type * as English from '../en/coverage.js'
import type { Translation } from '../phrase.js'

export const coverage: Translation<typeof English.coverage> = {
  title: 'Расчётная зона покрытия',
  power: 'Мощность (дБм)',
  height: 'Высота над окрестностями (м)',
  heightInFeet: 'Высота над окрестностями (фт)',
  frequency: 'Частота (МГц)',
  draw: 'Нарисовать на карте',
  remove: 'Убрать с карты',
  working: 'Идёт расчёт…',
  reach: 'Вероятно, слышен на расстоянии до {distance} ({model}).',
  nowhere: 'Вероятно, не слышен нигде дальше своего места ({model}).',
  failed: 'Сейчас рассчитать не удалось. Можно попробовать ещё раз.',
  model:
    'Это расчёт для средней холмистой местности, а не измерение: он не знает ни гор, ни домов, поэтому зона — круг. {link|Как это считается}',
}
