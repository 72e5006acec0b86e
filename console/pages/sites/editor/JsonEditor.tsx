import { useMemo, useRef, useState } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { Card } from '../../../../components/ui/Card.tsx'
import { t } from '../../../../components/ui/words.ts'
import { scanJson } from '../../policy/json-lines.ts'
import { LinedText, type LinedTextHandle } from '../../policy/LinedText.tsx'
import '../../policy/policy.css'
import type { PackDraft } from './use-pack-draft.ts'

/** The whole pack as text, for what the form does not show. Text that is no JSON changes nothing until it is. */
export function JsonEditor({ editing }: { readonly editing: PackDraft }) {
  const { draft, checked, write } = editing
  const handle = useRef<LinedTextHandle>(null)
  const [typed, setTyped] = useState<{ readonly text: string; readonly pack: unknown } | null>(null)
  // What was typed counts as long as nothing else changed the pack: an undo, or another draft.
  const text = typed && typed.pack === draft.pack ? typed.text : JSON.stringify(draft.pack, null, 2)
  const json = useMemo(() => scanJson(text), [text])
  const marked = useMemo(() => {
    if (!json.ok) return new Map([[json.line, 'error' as const]])
    const lines = checked?.findings.map(({ path, severity }) => [json.lineOf(path), severity] as const)
    return new Map(lines?.toReversed())
  }, [json, checked])

  function change(next: string) {
    const scanned = scanJson(next)
    const pack = scanned.ok ? scanned.value : draft.pack
    setTyped({ text: next, pack })
    if (scanned.ok) write('json', { pack })
  }

  return (
    <Card title={t('sites.json.title')} text={t('sites.json.text')}>
      <div className="site-form">
        {!json.ok && (
          <p className="site-json-error" role="alert">
            {t(`json.${json.expected}`)}{' '}
            <Button size="small" onClick={() => handle.current?.goToLine(json.line)}>
              {t('findings.line', { line: json.line })}
            </Button>
          </p>
        )}
        <LinedText
          ref={handle}
          label={t('sites.json.label')}
          value={text}
          onChange={change}
          marked={marked}
        />
      </div>
    </Card>
  )
}
