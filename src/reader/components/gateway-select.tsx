import type { NodeNames } from '../../db/read/nodes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { gatewayIn } from '../gateway-query.js'
import { Select } from './forms.js'
import { plainName } from './names.js'
import { useWords } from './site.js'

interface GatewaySelectProps {
  gateways: readonly NodeNames[]
  value: string | undefined
  /** Only receptions without a relay. */
  isDirect?: boolean
}

/** Filter: what one gateway has heard. */
export function GatewaySelect({ gateways, value, isDirect = false }: GatewaySelectProps) {
  const { filters } = useWords()
  const node_id = gatewayIn(value)
  return (
    <Select
      name="heard_by"
      label={isDirect ? filters.heardDirectlyBy : filters.heardBy}
      value={node_id === undefined ? '' : formatNodeId(node_id)}
      any={filters.anyGateway}
      options={gateways.map((each) => [formatNodeId(each.node_id), plainName(each)] as const)}
    />
  )
}
