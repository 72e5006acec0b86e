import { useMemo, useRef, useState } from 'react'
import { Card } from '../../../../components/ui/Card.tsx'
import { EmptyState } from '../../../../components/ui/EmptyState.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { Notice } from '../../../../components/ui/Notice.tsx'
import { TextArea } from '../../../../components/ui/TextArea.tsx'
import { TextInput } from '../../../../components/ui/TextInput.tsx'
import { t } from '../../../../components/ui/words.ts'
import type { PackDetail } from '../../../../protocol/http/packs.ts'
import { sitePackSchema, type SitePack } from '../../../../protocol/site-pack.ts'
import { keptDraft } from '../editor/kept-draft.ts'
import { mark } from './mark.ts'
import { matchPage, type PageMatch } from './match-page.ts'
import { MatchResults } from './MatchResults.tsx'
import { showSavedPage } from './saved-page.ts'

const largest = 20_000_000

/** A page an administrator saved, against the pack in the editor: which locators find what. Nothing of it runs. */
export function SavedPageTest({ detail }: { readonly detail: PackDetail }) {
  const [html, setHtml] = useState('')
  const [address, setAddress] = useState('/')
  const [tooLarge, setTooLarge] = useState(false)
  const [match, setMatch] = useState<PageMatch | null>(null)
  const frame = useRef<HTMLIFrameElement>(null)
  const pack = useMemo(() => packToTest(detail), [detail])

  function test(nextHtml: string, nextAddress: string) {
    setHtml(nextHtml)
    setAddress(nextAddress)
    const element = frame.current
    if (!element || !pack || nextHtml.trim() === '') return setMatch(null)
    const page = showSavedPage(element, nextHtml)
    if (!page) return setMatch(null)
    const found = matchPage(page, pack, pathOf(nextAddress))
    mark(found)
    element.style.blockSize = '1px'
    // As high as the page, so that the card scrolls it: the frame itself takes no pointer.
    element.style.blockSize = `${Math.min(8000, Math.max(320, page.documentElement.scrollHeight))}px`
    return setMatch(found)
  }
  async function open(file: File | undefined) {
    if (!file) return
    setTooLarge(file.size > largest)
    if (file.size <= largest) test(await file.text(), address)
  }

  if (!pack)
    return (
      <Notice kind="warn" title={t('sites.test.unsound')}>
        {t('sites.test.unsound-text')}
      </Notice>
    )
  return (
    <div className="site-stack">
      <Card title={t('sites.test.title')} text={t('sites.test.text')}>
        <div className="site-form">
          <div className="site-cells">
            <Field
              label={t('sites.test.file')}
              hint={t('sites.test.file-hint')}
              error={tooLarge ? t('sites.test.too-large') : undefined}
            >
              <TextInput
                type="file"
                accept=".html,.htm,text/html"
                onChange={({ target }) => void open(target.files?.[0])}
              />
            </Field>
            <Field label={t('sites.test.address')} hint={t('sites.test.address-hint')}>
              <TextInput
                className="ui-input-mono"
                dir="ltr"
                value={address}
                spellCheck={false}
                onChange={({ target }) => test(html, target.value)}
              />
            </Field>
          </div>
          <Field label={t('sites.test.paste')}>
            <TextArea
              className="ui-input-mono site-paste"
              dir="ltr"
              rows={4}
              value={html.length > 200_000 ? '' : html}
              spellCheck={false}
              onChange={({ target }) => test(target.value, address)}
            />
          </Field>
        </div>
      </Card>
      {match === null ? (
        <EmptyState title={t('sites.test.none')} text={t('sites.test.none-text')} />
      ) : (
        <MatchResults match={match} />
      )}
      <div
        className="site-preview"
        hidden={match === null}
        role="region"
        aria-label={t('sites.test.preview')}
        tabIndex={0}
      >
        <iframe ref={frame} title={t('sites.test.preview')} sandbox="allow-same-origin" inert tabIndex={-1} />
      </div>
    </div>
  )
}

/** What is in the editor, if it is sound; else what is saved or in force. */
function packToTest({ id, draft, pack }: PackDetail): SitePack | null {
  const parsed = sitePackSchema.safeParse(keptDraft(id)?.pack ?? draft?.pack ?? pack)
  return parsed.success ? parsed.data : null
}

/** Of a whole address only what templates look at. */
function pathOf(address: string): string {
  if (!address.includes('://') || !URL.canParse(address)) return address
  const url = new URL(address)
  return url.pathname + url.search + url.hash
}
