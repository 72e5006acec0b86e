// The contracts of the server on the embedded store; the suite `stores` runs the same on PostgreSQL.
import { afterAll } from 'vitest'
import './approvals-model.contract.ts'
import './approvals.contract.ts'
import './changes.contract.ts'
import './counters.contract.ts'
import './devices.contract.ts'
import './events.contract.ts'
import './hostile.contract.ts'
import './isolation.contract.ts'
import './kills.contract.ts'
import './packs.contract.ts'
import './policy.contract.ts'
import './signing.contract.ts'
import './specification.contract.ts'
import './stream.contract.ts'
import { closeSharedStore } from './stores.ts'

afterAll(closeSharedStore)
