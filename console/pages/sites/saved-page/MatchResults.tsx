import { Button } from '../../../../components/ui/Button.tsx'
import { Card } from '../../../../components/ui/Card.tsx'
import { Notice } from '../../../../components/ui/Notice.tsx'
import { StateBadge } from '../../../../components/ui/StateBadge.tsx'
import { formatNumber, t } from '../../../../components/ui/words.ts'
import { show } from './mark.ts'
import type { LocatorMatch, PageMatch, SurfaceMatch } from './match-page.ts'

/** Per surface: found or not, how sure, which locators agree, and what is read. */
export function MatchResults({ match }: { readonly match: PageMatch }) {
  const found = match.surfaces.filter(({ isHere, control }) => isHere && control !== null).length
  return (
    <Card
      title={t('sites.test.results')}
      text={t('sites.test.found', { found, count: match.surfaces.length })}
    >
      <div className="site-form" aria-live="polite">
        {!match.isDetected && <Notice kind="warn">{t('sites.test.not-detected')}</Notice>}
        <ul className="site-matches">
          {match.surfaces.map((surface) => (
            <Surface key={surface.id} surface={surface} />
          ))}
        </ul>
      </div>
    </Card>
  )
}

function Surface({ surface }: { readonly surface: SurfaceMatch }) {
  const { name, isHere, control, missingScope, confidence, rivals, locators, fields } = surface
  const state = control === null ? 'missing' : isHere ? 'found' : 'elsewhere'
  const tone = { missing: 'danger', found: 'ok', elsewhere: 'warn' } as const
  return (
    <li>
      <div className="site-match-head">
        <h3>
          <bdi>{name}</bdi>
        </h3>
        <StateBadge state={t(`sites.test.state.${state}`)} tone={tone[state]} />
        {control && (
          <>
            <span>{t('sites.test.confidence', { percent: formatNumber(Math.round(confidence * 100)) })}</span>
            <Button size="small" variant="quiet" onClick={() => show(control)}>
              {t('sites.test.show')}
              <span className="ui-hidden"> {name}</span>
            </Button>
          </>
        )}
      </div>
      {control && (
        <p>
          <code>{tagOf(control)}</code>
        </p>
      )}
      {missingScope !== null && <p>{t('sites.test.missing-scope', { scope: missingScope })}</p>}
      {rivals > 0 && <Notice kind="warn">{t('sites.test.rivals', { count: rivals })}</Notice>}
      <ul className="site-locators">
        {locators.map((one, index) => (
          <li key={index} data-agrees={one.agrees || undefined}>
            <code>{wordsOf(one)}</code> {t('sites.test.matches', { count: one.count })}
            {control && `, ${t(one.agrees ? 'sites.test.agrees' : 'sites.test.disagrees')}`}
          </li>
        ))}
        {fields.map(({ label, elements }) => (
          <li key={label} data-agrees={elements.length > 0 || undefined}>
            {t('sites.test.field', { label })} {t('sites.test.matches', { count: elements.length })}
          </li>
        ))}
      </ul>
    </li>
  )
}

function wordsOf({ locator }: LocatorMatch): string {
  switch (locator.by) {
    case 'attribute':
      return locator.css
    case 'role':
      return `${locator.role} “${locator.name}”`
    case 'text':
      return `“${locator.text}”`
    case 'position':
      return `${locator.css} [${locator.index}]`
    case 'entity':
      return `${locator.css} @ ${locator.entity}`
  }
  return locator satisfies never
}

/** The opening tag, without what we put there. */
function tagOf(element: Element): string {
  const attributes = [...element.attributes]
    .filter(({ name }) => name !== 'data-found')
    .map(({ name, value }) => ` ${name}="${value}"`)
  return `<${element.localName}${attributes.join('')}>`.slice(0, 300)
}
