import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { t } from '../../ui/words.ts'
import type { DescribeState } from './describe-store.ts'
import { Confidence } from './Confidence.tsx'
import { Picking } from './Picking.tsx'
import { signalWords } from './signal-words.ts'

/** Which control it is, and every place on the page that it is found at now. */
export function ControlStep({ state }: { readonly state: DescribeState }) {
  const { description, doing, pickAgain, stopPicking } = state
  if (doing === 'picking') return <Picking words={t('describe.picking.control')} onStop={stopPicking} />
  if (!description) {
    return (
      <Button variant="primary" onClick={pickAgain}>
        {t('describe.pick')}
      </Button>
    )
  }
  const { proposal, matches } = description
  const expected = 1 + proposal.twins
  return (
    <section className="describe-stack">
      <div className="describe-found">
        <p className="describe-name">{proposal.label || t('describe.no-label')}</p>
        <Confidence confidence={proposal.confidence} />
      </div>
      <div role="status">
        {matches !== null && matches !== expected ? (
          <Notice kind="warn">{t('describe.matches-other', { count: matches })}</Notice>
        ) : (
          <p className="describe-soft">
            {proposal.twins > 0
              ? t('describe.twins', { count: expected })
              : matches === null
                ? t('describe.counting')
                : t('describe.matches', { count: matches })}
          </p>
        )}
      </div>
      <div>
        <h2 className="describe-small">{t('describe.found-by')}</h2>
        <ul className="describe-list">
          {signalWords(proposal.control.locators).map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </div>
      <div>
        <Button size="small" onClick={pickAgain}>
          {t('describe.pick-another')}
        </Button>
      </div>
    </section>
  )
}
