// The contracts of the server on the PostgreSQL that this suite is given.
import { afterAll } from 'vitest'
import '../server/approvals-model.contract.ts'
import '../server/approvals.contract.ts'
import '../server/changes.contract.ts'
import '../server/counters.contract.ts'
import '../server/devices.contract.ts'
import '../server/events.contract.ts'
import '../server/hostile.contract.ts'
import '../server/isolation.contract.ts'
import '../server/kills.contract.ts'
import '../server/packs.contract.ts'
import '../server/policy.contract.ts'
import '../server/signing.contract.ts'
import '../server/specification.contract.ts'
import '../server/stream.contract.ts'
import { closeSharedStore } from '../server/stores.ts'

afterAll(closeSharedStore)
