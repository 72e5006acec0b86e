import type { ReactNode } from 'react'
import { JsonView } from '../../ui/JsonView.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { t } from '../../ui/words.ts'
import { Confidence } from './Confidence.tsx'
import type { DescribeState } from './describe-store.ts'
import { recordWords, triggerWords } from './record-words.ts'
import { requestWords } from './request-words.ts'
import { surfaceOf } from './surface-of.ts'
import { Missing } from './UseStep.tsx'

/** Everything in plain words, before it is saved. */
export function ReviewStep({ state }: { readonly state: DescribeState }) {
  const { description, workflows } = state
  if (!description) return null
  const { name, workflow, proposal, record, fields, use, isEverywhere } = description
  const surface = surfaceOf(description, 'draft')
  const chosen = workflows?.find(({ id }) => id === workflow)
  return (
    <section className="describe-stack">
      <dl className="describe-review">
        <Entry name={t('describe.review.control')}>
          {name} <Confidence confidence={proposal.confidence} />
        </Entry>
        <Entry name={t('describe.review.workflow')}>
          {chosen ? `${chosen.name} · ${t(`tier.${chosen.tier ?? 'none'}`)}` : workflow}
        </Entry>
        <Entry name={t('describe.review.where')}>
          {isEverywhere ? t('describe.review.everywhere') : surface.when.url.join(', ')}
        </Entry>
        <Entry name={t('describe.review.starts')}>
          {[...new Set(surface.triggers.map(triggerWords))].join(' ')}
        </Entry>
        <Entry name={t('describe.review.record')}>{recordWords(record)}</Entry>
        <Entry name={t('describe.review.reads')}>
          {fields.length ? fields.map(({ label }) => label).join(', ') : t('describe.review.nothing')}
        </Entry>
        <Entry name={t('describe.review.request')}>
          {use ? requestWords(use) : t('describe.review.no-request')}
        </Entry>
        {surface.fields.length > 0 && (
          <Entry name={t('describe.review.covers')}>
            {t(surface.onlyChanges ? 'describe.review.changes' : 'describe.review.whole')}
          </Entry>
        )}
      </dl>
      {!use && <Notice kind="warn">{t('describe.review.unseen')}</Notice>}
      <Missing use={use} fields={fields} />
      <details>
        <summary>{t('describe.review.details')}</summary>
        <JsonView value={surface} label={t('describe.review.details')} />
      </details>
      <p className="describe-soft">{t('describe.review.draft')}</p>
    </section>
  )
}

function Entry({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
