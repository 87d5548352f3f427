import { PORT } from '../mesh/portnums.js'
import { Air, type Publication } from './air.js'
import { Chat, privateChat } from './chat.js'
import { directText, playBack, sealedMessage, traceroute } from './conversations.js'
import { NET_TAG, WeeklyNet } from './net.js'
import {
  deviceTelemetry,
  type Moment,
  mapReport,
  moduleText,
  neighborInfo,
  nodeInfo,
  position,
  sensorReading,
  statsTelemetry,
  storeForwardHeartbeat,
  waypoint,
} from './packets.js'
import { Random } from './random.js'
import { type DemoNode, makeWorld } from './world.js'

/** Something that nodes do, and how often compared with the rest. */
interface Habit {
  weight: number
  act(moment: Moment): Publication[]
}

/** Milliseconds that the opening takes: every node introduces itself. */
const OPENING_MS = 3000

/** The simulated mesh: it says what is to be published, and when. Same seed, same story. */
export class Simulation {
  readonly world: readonly DemoNode[]
  readonly #random: Random
  readonly #air: Air
  readonly #chat: Chat
  readonly #net: WeeklyNet
  readonly #habits: readonly Habit[]
  #rangeTest = 0

  /** `net_tag`: what makes a message a check-in to the weekly net; empty = there is no net. */
  constructor(seed: number, started_ms: number, net_tag = NET_TAG) {
    this.world = makeWorld(seed)
    this.#random = new Random(seed + 1)
    this.#air = new Air(this.world, this.#random, started_ms)
    this.#chat = new Chat(this.world)
    this.#net = new WeeklyNet(this.world, net_tag)
    this.#habits = this.#makeHabits()
  }

  /**
   * What gives every page something to show within seconds: everybody's name, position and
   * telemetry, who hears whom, some chat and traceroutes.
   */
  opening(now_ms: number): Publication[] {
    const moment = this.#moment(now_ms)
    const gateways = this.world.filter((node) => node.gateway)
    const chat: (() => Publication[])[] = Array.from({ length: 13 }, () => () => {
      return this.#chat.next(moment)
    })
    const acts: (() => Publication[])[] = [
      ...this.world.map((node) => () => nodeInfo(moment, node)),
      ...gateways.map((node) => () => mapReport(moment, node)),
      ...this.world.map((node) => () => position(moment, node)),
      ...chat,
      ...Array.from({ length: 5 }, () => () => this.#net.next(moment)),
      ...gateways.map((node) => () => traceroute(moment, node, this.#another(node))),
      ...this.world.map((node) => () => deviceTelemetry(moment, node)),
      ...this.world.map((node) => () => sensorReading(moment, node)),
      ...this.#reporters().map((node) => () => neighborInfo(moment, node)),
      () => waypoint(moment, this.#anybody()),
      () => privateChat(moment, this.#anybody()),
      () => this.#sealed(moment),
    ]
    // The way through the air is shortened, so that the opening is over when it says.
    return acts.flatMap((act, index) => {
      const start_ms = (OPENING_MS * index) / acts.length
      return act().map((each) => ({ ...each, delay_ms: start_ms + each.delay_ms / 8 }))
    })
  }

  /** What happens next: all copies of a packet, or of a question and its answer. */
  next(now_ms: number): Publication[] {
    const moment = this.#moment(now_ms)
    const total = this.#habits.reduce((sum, habit) => sum + habit.weight, 0)
    let choice = this.#random.between(0, total)
    for (const habit of this.#habits) {
      choice -= habit.weight
      if (choice < 0) return habit.act(moment)
    }
    return []
  }

  #moment(now_ms: number): Moment {
    return { air: this.#air, random: this.#random, now_ms }
  }

  #makeHabits(): Habit[] {
    const movers = this.world.filter((node) => node.way.length > 0)
    const sensors = this.world.filter((node) => node.sensors.length > 0)
    const gateways = this.world.filter((node) => node.gateway)
    const detectors = this.world.filter((node) => node.isDetector)
    const servers = this.world.filter((node) => node.isStoreForward)
    const reporters = this.#reporters()
    const old = this.world.filter((node) => node.isOldFirmware)
    const from = (nodes: readonly DemoNode[]) => this.#random.pick(nodes)
    return [
      { weight: 9, act: (moment) => nodeInfo(moment, this.#anybody()) },
      { weight: 10, act: (moment) => position(moment, this.#anybody()) },
      { weight: 16, act: (moment) => position(moment, from(movers)) },
      { weight: 18, act: (moment) => deviceTelemetry(moment, this.#anybody()) },
      { weight: 14, act: (moment) => sensorReading(moment, from(sensors)) },
      { weight: 4, act: (moment) => statsTelemetry(moment, from(reporters)) },
      { weight: 3, act: (moment) => neighborInfo(moment, from(reporters)) },
      { weight: 6, act: (moment) => this.#chat.next(moment) },
      { weight: 1.5, act: (moment) => this.#net.next(moment) },
      { weight: 5, act: (moment) => this.#trace(moment, from(gateways), this.#anybody()) },
      { weight: 3, act: (moment) => this.#trace(moment, this.#anybody(), this.#anybody()) },
      { weight: 2, act: (moment) => privateChat(moment, this.#anybody()) },
      { weight: 4, act: (moment) => this.#sealed(moment) },
      { weight: 1, act: (moment) => directText(moment, from(old), from(gateways), 'Radio check') },
      { weight: 1, act: (moment) => mapReport(moment, from(gateways)) },
      { weight: 0.4, act: (moment) => waypoint(moment, this.#anybody()) },
      { weight: 2, act: (moment) => this.#testRange(moment, from(movers)) },
      { weight: 1, act: (moment) => storeForwardHeartbeat(moment, from(servers)) },
      {
        weight: 0.5,
        act: (moment) => playBack(moment, from(servers), this.#anybody(), 'Good morning mesh ☀️'),
      },
      {
        weight: 1,
        act: (moment) => {
          const text = this.#random.chance(0.5) ? 'Garage door open' : 'Garage door closed'
          return moduleText(moment, from(detectors), PORT.DETECTION_SENSOR, text)
        },
      },
      {
        weight: 0.2,
        act: (moment) => moduleText(moment, from(sensors), PORT.ALERT, 'Battery critically low'),
      },
    ]
  }

  /** Nodes that report more than others: relays on hills, and gateways. */
  #reporters(): DemoNode[] {
    return this.world.filter((node) => node.gateway || node.role.startsWith('ROUTER'))
  }

  #anybody(): DemoNode {
    return this.#random.pick(this.world)
  }

  #another(node: DemoNode): DemoNode {
    const other = this.#anybody()
    return other === node ? this.#another(node) : other
  }

  #trace(moment: Moment, from: DemoNode, to: DemoNode): Publication[] {
    return traceroute(moment, from, from === to ? this.#another(from) : to)
  }

  #sealed(moment: Moment): Publication[] {
    const from = this.#anybody()
    return sealedMessage(moment, from, this.#another(from))
  }

  #testRange(moment: Moment, node: DemoNode): Publication[] {
    this.#rangeTest += 1
    return moduleText(moment, node, PORT.RANGE_TEST, `seq ${this.#rangeTest}`)
  }
}
