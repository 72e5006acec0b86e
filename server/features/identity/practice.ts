import type { Role } from '../../../protocol/http/session.ts'

interface PracticePerson {
  readonly email: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
}

/** The people of the development mode. Nobody else can sign in there, and it never listens beyond this machine. */
export const practice: {
  readonly tenant: string
  readonly password: string
  readonly people: readonly PracticePerson[]
} = {
  tenant: 'practice',
  password: 'practice',
  people: [
    { email: 'rep@example.test', name: 'Riley Rep', roles: ['rep'], groups: ['sales'] },
    {
      email: 'approver@example.test',
      name: 'Avery Approver',
      roles: ['approver'],
      groups: ['deal-desk', 'sales-leaders', 'security', 'legal'],
    },
    { email: 'admin@example.test', name: 'Alex Admin', roles: ['admin'], groups: ['revops'] },
  ],
}
