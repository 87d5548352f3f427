import { Checkbox, countGiven, Filters, Select, TextInput } from '../components/forms.js'
import { GatewaySelect } from '../components/gateway-select.js'
import { useWords } from '../components/site.js'
import { hardwareLabel, roleLabel } from '../terms.js'
import { columns, type NodelistData, periods, USUAL_ORDER, USUAL_PERIOD } from './nodelist-query.js'

/** The filters of the list of nodes; sorting is among them where its table has no head. */
export function NodelistFilters({ query, values, gateways }: NodelistData) {
  const { filters, nodelist, periods: labels, roles } = useWords()
  const orders = [
    ['', nodelist.columns.last_seen_us] as const,
    ...columns.map((column) => [column, nodelist.columns[column]] as const),
  ]
  const options = (list: string[], label: (value: string) => string) =>
    list.map((value) => [value, label(value)] as const)
  const { q, role, channel, hw_model, firmware, gateway, heard_by, ids } = query
  const isUsual = query.active === USUAL_PERIOD
  const active = countGiven(q, role, channel, hw_model, firmware, gateway, heard_by, ids, !isUsual)
  return (
    <Filters path="/nodelist" active={active}>
      <TextInput
        name="q"
        label={filters.search}
        value={query.q ?? ''}
        placeholder={filters.nameOrId}
      />
      <Select
        name="active"
        label={filters.heard}
        value={isUsual ? '' : query.active}
        options={periods.map(([value, key]) => [value === USUAL_PERIOD ? '' : value, labels[key]])}
      />
      <Select
        name="role"
        label={filters.role}
        value={query.role ?? ''}
        any={filters.allRoles}
        options={options(values.role, (role) => roleLabel(role, roles))}
      />
      <Select
        name="channel"
        label={filters.channel}
        value={query.channel ?? ''}
        any={filters.allChannels}
        options={options(values.channel, (value) => value)}
      />
      <Select
        name="hw_model"
        label={filters.hardware}
        value={query.hw_model ?? ''}
        any={filters.allHardware}
        options={options(values.hw_model, hardwareLabel)}
      />
      <Select
        name="firmware"
        label={filters.firmware}
        value={query.firmware ?? ''}
        any={filters.allFirmware}
        options={options(values.firmware, (value) => value)}
      />
      <GatewaySelect gateways={gateways} value={query.heard_by} isDirect />
      {query.ids !== undefined && <input type="hidden" name="ids" value={query.ids} />}
      <Checkbox
        name="gateway"
        label={nodelist.gatewaysOnly}
        checked={query.gateway !== undefined}
      />
      <Select
        name="sort"
        label={filters.sortBy}
        value={query.sort === USUAL_ORDER ? '' : query.sort}
        options={orders}
        narrow
      />
    </Filters>
  )
}
