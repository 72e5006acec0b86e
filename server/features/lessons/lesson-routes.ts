import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import {
  lessons,
  progressQuerySchema,
  progressSchema,
  trainingSchema,
} from '../../../protocol/http/lessons.ts'
import type { Completion, Training } from '../../../protocol/http/lessons.ts'
import type { Tables } from '../../database/tables.ts'
import { asService, atConsole, personOf, serviceOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'

export function lessonRoutes(app: App, { store }: Parts): void {
  app.get(
    '/v1/lessons',
    { ...atConsole('admin'), schema: { summary: say('api.lessons'), response: { 200: trainingSchema } } },
    async (request) => {
      const { tenant } = personOf(request)
      return store.transact({ tenant }, (tx) => trainingOf(tx, tenant))
    },
  )

  app.get(
    '/v1/lessons/progress',
    {
      ...asService,
      schema: {
        summary: say('api.lesson-progress'),
        querystring: progressQuerySchema,
        response: { 200: progressSchema },
      },
    },
    async (request) => {
      const { tenant } = serviceOf(request)
      const completed = await store.transact({ tenant }, (tx) => completions(tx, tenant))
      const email = request.query.email.toLowerCase()
      return { completed: completed.filter((one) => one.email === email).map(completion) }
    },
  )
}

async function trainingOf(tx: Transaction<Tables>, tenant: string): Promise<Training> {
  const completed = await completions(tx, tenant)
  const people = await tx
    .selectFrom('persons')
    .select(['id', 'name', 'email'])
    .where('tenant', '=', tenant)
    .where((where) =>
      where.or([
        where('id', 'in', tx.selectFrom('devices').select('person').where('tenant', '=', tenant)),
        where('id', '=', sql<string>`any(${completed.map((one) => one.person)}::uuid[])`),
      ]),
    )
    .orderBy('name')
    .orderBy('id')
    .limit(1000)
    .execute()
  return {
    people: people.map((person) => ({
      person,
      completed: completed.filter((one) => one.person === person.id).map(completion),
    })),
  }
}

interface Completed {
  readonly person: string
  readonly email: string
  readonly lesson: string
  readonly event: string
  readonly at: string
}

async function completions(tx: Transaction<Tables>, tenant: string): Promise<readonly Completed[]> {
  const detail = (name: string) => sql<string>`event.body -> 'detail' ->> ${sql.lit(name)}`
  const rows = await tx
    .selectFrom('audit_events as event')
    .innerJoin('persons as person', (join) =>
      join.onRef('person.tenant', '=', 'event.tenant').onRef('person.id', '=', 'event.person'),
    )
    .select(['person.id as person', 'person.email', 'event.at'])
    .select([detail('lesson').as('lesson'), detail('event').as('event')])
    .where('event.tenant', '=', tenant)
    .where('event.type', '=', 'lesson.completed')
    .orderBy('event.position')
    .execute()
  return rows.filter(({ lesson }) => lessons.some((known) => known === lesson))
}

function completion({ lesson, event, at }: Completed): Completion {
  return { lesson: lessons.find((known) => known === lesson) ?? lessons[0], event, at }
}
