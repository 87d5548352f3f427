import Type, { type Static } from 'typebox'
import type { NodeFilter, NodeNames } from '../../db/read/nodes.js'
import { Checkbox, Choices, Select, TextInput } from '../components/forms.js'
import { GatewaySelect } from '../components/gateway-select.js'
import { address, useWords } from '../components/site.js'
import type { ReaderContext } from '../context.js'
import { findGateways, gatewayIn } from '../gateway-query.js'
import { nodeValues } from '../node-values.js'
import { hardwareLabel, roleLabel } from '../terms.js'
import { DEFAULT_WINDOW, WINDOWS, windowNamed, windowStart } from './data.js'

/** Filters of map and graph; what only a drawing can show is read by its script. */
export const mapQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 100 })),
  role: Type.Optional(Type.String({ maxLength: 100 })),
  channel: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 50 })),
  hw_model: Type.Optional(Type.String({ maxLength: 100 })),
  gateway: Type.Optional(Type.Literal('1')),
  heard_by: Type.Optional(Type.String({ maxLength: 20 })),
  active: Type.Optional(Type.String({ maxLength: 10 })),
  color: Type.Optional(Type.String({ maxLength: 10 })),
})

export type MapQuery = Static<typeof mapQuery>

export interface MapValues extends Record<'role' | 'channel' | 'hw_model', string[]> {
  gateways: NodeNames[]
}

/** What the menus of the filters offer. */
export async function findMapValues(context: ReaderContext): Promise<MapValues> {
  return {
    role: await nodeValues(context, 'role'),
    channel: await nodeValues(context, 'channel'),
    hw_model: await nodeValues(context, 'hw_model'),
    gateways: await findGateways(context),
  }
}

export function nodeFilter(query: MapQuery, now_us: number): Omit<NodeFilter, 'limit'> {
  const since_us = windowStart(query.active, now_us)
  return {
    text: query.q,
    role: query.role,
    channels: query.channel,
    hw_model: query.hw_model,
    gateway: query.gateway === undefined ? undefined : true,
    heard_by: gatewayIn(query.heard_by),
    since_us: since_us === 0 ? undefined : since_us,
  }
}

/** The address of a page with these filters. */
export function withFilters(path: string, query: MapQuery): string {
  return address(path, { ...query })
}

/** The address of the same page for all times; false where it shows them already. */
export function forAllTimes(path: string, query: MapQuery): string | false {
  return windowNamed(query.active) !== 'all' && withFilters(path, { ...query, active: 'all' })
}

interface FieldsProps {
  query: MapQuery
  values: MapValues
}

/** The fields of the filters; without script the form asks the server for the list. */
export function MapFields({ query, values }: FieldsProps) {
  const { filters, nodelist, periods, roles } = useWords()
  return (
    <>
      <TextInput
        name="q"
        label={filters.search}
        value={query.q ?? ''}
        placeholder={filters.nameOrId}
      />
      <Select
        name="active"
        label={filters.heard}
        value={query.active ?? DEFAULT_WINDOW}
        standard={DEFAULT_WINDOW}
        options={WINDOWS.map(([value]) => [value, periods[value]] as const)}
      />
      <Select
        name="role"
        label={filters.role}
        value={query.role ?? ''}
        any={filters.allRoles}
        options={values.role.map((value) => [value, roleLabel(value, roles)] as const)}
      />
      <Choices
        name="channel"
        label={filters.channel}
        chosen={query.channel ?? []}
        any={filters.allChannels}
        options={values.channel}
      />
      <Select
        name="hw_model"
        label={filters.hardware}
        value={query.hw_model ?? ''}
        any={filters.allHardware}
        options={values.hw_model.map((value) => [value, hardwareLabel(value)] as const)}
      />
      <GatewaySelect gateways={values.gateways} value={query.heard_by} isDirect />
      <Checkbox
        name="gateway"
        label={nodelist.gatewaysOnly}
        checked={query.gateway !== undefined}
      />
    </>
  )
}

export function ColorBy({ query }: { query: MapQuery }) {
  const { mapPage } = useWords()
  const colorings = [
    ['role', mapPage.byRole],
    ['channel', mapPage.byChannel],
    ['age', mapPage.byAge],
  ] as const
  return (
    <Select
      name="color"
      label={mapPage.colourBy}
      value={query.color ?? 'role'}
      standard="role"
      options={colorings}
    />
  )
}
