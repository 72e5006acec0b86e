import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from '../policy/zod.ts'

const text = (length: number) => z.string().check(z.maxLength(length))

const opportunitySchema = z.object({
  id: text(20),
  name: text(200),
  account: text(200),
  contact: text(320),
  amount: z.number(),
  closeDate: text(10),
  stage: text(40),
})
const bookSchema = z.object({
  opportunities: z.array(opportunitySchema),
  mails: z.array(z.object({ to: text(2000), subject: text(500), body: text(100_000), at: text(40) })),
  exports: z.array(z.object({ records: z.number(), at: text(40) })),
  sequences: z.array(
    z.object({ id: text(20), name: text(200), audience: z.number(), launchedAt: z.nullable(text(40)) }),
  ),
})
type BookContents = z.infer<typeof bookSchema>

/** The body of POST /api/actions: one URL for everything, told apart by `action`, as many real tools do it. */
const actionSchema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('opportunity.save'),
    id: text(20),
    values: z.strictObject({
      amount: z.optional(z.number().check(z.minimum(0), z.maximum(1e12))),
      closeDate: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))),
      stage: z.optional(text(40)),
    }),
  }),
  z.strictObject({
    action: z.literal('mail.send'),
    opportunity: text(20),
    to: text(2000),
    subject: text(500),
    body: text(100_000),
  }),
  z.strictObject({ action: z.literal('export.run'), records: z.array(text(20)).check(z.maxLength(5000)) }),
  z.strictObject({ action: z.literal('sequence.launch'), id: text(20) }),
])

export interface Book {
  read(): BookContents
  act(input: unknown): Promise<{ readonly ok: true } | { readonly ok: false; readonly error: string }>
}

/** Opens the book, or writes the first one. A damaged file is set aside, never overwritten. */
export async function openBook(file: string): Promise<Book> {
  let contents = await readBook(file)
  const save = async (next: BookContents) => {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(`${file}.new`, JSON.stringify(next, null, 2), { mode: 0o600 })
    await rename(`${file}.new`, file)
    contents = next
  }
  return {
    read: () => contents,
    async act(input) {
      const parsed = actionSchema.safeParse(input)
      if (!parsed.success) return { ok: false, error: 'INVALID' }
      const next = apply(contents, parsed.data, new Date().toISOString())
      if (!next) return { ok: false, error: 'UNKNOWN_RECORD' }
      await save(next)
      return { ok: true }
    },
  }
}

async function readBook(file: string): Promise<BookContents> {
  let stored: string
  try {
    stored = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return firstBook
    throw error
  }
  const parsed = bookSchema.safeParse(parseJson(stored))
  if (parsed.success) return parsed.data
  await rename(file, `${file}.damaged-${Date.now()}`)
  return firstBook
}

function parseJson(stored: string): unknown {
  try {
    return JSON.parse(stored)
  } catch {
    return null
  }
}

function apply(book: BookContents, input: z.infer<typeof actionSchema>, at: string): BookContents | null {
  switch (input.action) {
    case 'opportunity.save': {
      if (!book.opportunities.some((item) => item.id === input.id)) return null
      const values = Object.fromEntries(
        Object.entries(input.values).filter(([, value]) => value !== undefined),
      )
      return {
        ...book,
        opportunities: book.opportunities.map((item) =>
          item.id === input.id ? { ...item, ...values } : item,
        ),
      }
    }
    case 'mail.send':
      return {
        ...book,
        mails: [{ to: input.to, subject: input.subject, body: input.body, at }, ...book.mails],
      }
    case 'export.run':
      return { ...book, exports: [{ records: input.records.length, at }, ...book.exports] }
    case 'sequence.launch': {
      if (!book.sequences.some((item) => item.id === input.id)) return null
      return {
        ...book,
        sequences: book.sequences.map((item) => (item.id === input.id ? { ...item, launchedAt: at } : item)),
      }
    }
    default:
      return input satisfies never
  }
}

const firstBook: BookContents = {
  opportunities: [
    {
      id: '1',
      name: 'Fleet telematics, 400 vans',
      account: 'Northwind Logistics',
      contact: 'dana@northwind.example',
      amount: 42_000,
      closeDate: '2026-12-18',
      stage: 'Proposal',
    },
    {
      id: '2',
      name: 'Clinic scheduling rollout',
      account: 'Harbour Health',
      contact: 'priya@harbour.example',
      amount: 18_500,
      closeDate: '2026-12-30',
      stage: 'Discovery',
    },
    {
      id: '3',
      name: 'Warehouse sensors, phase 2',
      account: 'Kestrel Foods',
      contact: 'tomas@kestrel.example',
      amount: 96_000,
      closeDate: '2027-01-29',
      stage: 'Negotiation',
    },
    {
      id: '4',
      name: 'Analytics seats renewal',
      account: 'Lumen Bank',
      contact: 'aisha@lumen.example',
      amount: 31_250,
      closeDate: '2027-02-12',
      stage: 'Proposal',
    },
    {
      id: '5',
      name: 'Store Wi-Fi pilot',
      account: 'Marlow Retail',
      contact: 'ben@marlow.example',
      amount: 7_900,
      closeDate: '2026-12-09',
      stage: 'Discovery',
    },
  ],
  mails: [],
  exports: [],
  sequences: [
    { id: '1', name: 'Winter renewal reminder', audience: 1_840, launchedAt: null },
    { id: '2', name: 'New-feature note to champions', audience: 26, launchedAt: null },
  ],
}
