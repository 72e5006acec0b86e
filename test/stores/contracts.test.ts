// The contract tests of the server, on the PostgreSQL this suite was given as well as on the embedded store.
import '../server/approvals.contract.test.ts'
import '../server/approvals-model.contract.test.ts'
import '../server/events.contract.test.ts'
import '../server/isolation.contract.test.ts'
import '../server/policy.contract.test.ts'
import '../server/devices.contract.test.ts'
import '../server/counters.contract.test.ts'
import '../server/stream.contract.test.ts'
