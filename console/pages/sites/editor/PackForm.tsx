import { Button } from '../../../../components/ui/Button.tsx'
import { Card } from '../../../../components/ui/Card.tsx'
import { Icon } from '../../../../components/ui/Icon.tsx'
import { t } from '../../../../components/ui/words.ts'
import type { RegisterEntry } from '../../../../protocol/http/register.ts'
import { EditorContext, type Editing } from './editor-context.ts'
import { listAt, valueAt, withItem, withoutItem, type Path } from './edits.ts'
import { newSurface } from './new-parts.ts'
import { PackFields } from './PackFields.tsx'
import { SurfaceFields } from './SurfaceFields.tsx'
import type { PackDraft } from './use-pack-draft.ts'

interface PackFormProps {
  readonly editing: PackDraft
  readonly workflows: readonly RegisterEntry[]
  /** Index of a surface; null = the application itself. */
  readonly selected: number | null
  readonly onSelect: (selected: number | null) => void
}

const none: readonly never[] = []

/** The application and its surfaces on one side, what is chosen of them on the other. */
export function PackForm({ editing, workflows, selected, onSelect }: PackFormProps) {
  const { draft, checked, write } = editing
  const findings = checked?.findings ?? none
  const surfaces = listAt(draft.pack, ['surfaces'])
  const shown = selected !== null && selected < surfaces.length ? selected : null
  const surfaceId = shown === null ? null : text(valueAt(surfaces[shown], ['id']))
  const context: Editing = {
    pack: draft.pack,
    findings,
    change: (at, pack) => write(at.join('/'), { pack, ...rebound(at, pack) }),
  }

  /** A surface that gets another id keeps its workflow. */
  function rebound(at: Path, pack: unknown) {
    if (at[0] !== 'surfaces' || at.length !== 3 || at[2] !== 'id') return {}
    const [from, to] = [text(valueAt(draft.pack, at)), text(valueAt(pack, at))]
    const { [from]: workflow, ...others } = draft.bindings
    return workflow === undefined ? {} : { bindings: { ...others, [to]: workflow } }
  }
  function add() {
    const used = new Set(surfaces.map((surface) => valueAt(surface, ['id'])))
    const nth = [...Array(surfaces.length + 1).keys()].find((index) => !used.has(`action-${index + 1}`)) ?? 0
    const made = newSurface(`action-${nth + 1}`, t('sites.new-surface', { nth: surfaces.length + 1 }))
    write('surfaces', { pack: withItem(draft.pack, ['surfaces'], made) })
    onSelect(surfaces.length)
  }
  function remove(index: number) {
    write('surfaces', { pack: withoutItem(draft.pack, ['surfaces'], index) })
    onSelect(index === 0 ? null : index - 1)
  }
  const isWrong = (index: number | null) =>
    findings.some(
      ({ severity, path }) =>
        severity === 'error' &&
        (index === null ? path[0] !== 'surfaces' : path[0] === 'surfaces' && path[1] === index),
    )
  const name = (surface: unknown) => text(valueAt(surface, ['name'])) || text(valueAt(surface, ['id']))

  return (
    <EditorContext value={context}>
      <div className="site-panes">
        <nav className="site-outline" aria-label={t('sites.outline')}>
          <ul>
            <Entry
              label={t('sites.edit.pack')}
              current={shown === null}
              wrong={isWrong(null)}
              onPress={() => onSelect(null)}
            />
            {surfaces.map((surface, index) => (
              <Entry
                key={index}
                label={name(surface)}
                current={shown === index}
                wrong={isWrong(index)}
                onPress={() => onSelect(index)}
              />
            ))}
          </ul>
          <Button size="small" onClick={add}>
            {t('sites.add.surface')}
          </Button>
        </nav>
        {shown === null || surfaceId === null ? (
          <PackFields />
        ) : (
          <Card
            title={name(surfaces[shown])}
            actions={
              <Button
                size="small"
                variant="quiet"
                disabled={surfaces.length < 2}
                onClick={() => remove(shown)}
              >
                {t('sites.remove-surface')}
              </Button>
            }
          >
            <SurfaceFields
              key={shown}
              at={['surfaces', shown]}
              workflow={draft.bindings[surfaceId] ?? null}
              workflows={workflows}
              onWorkflow={(workflow) =>
                write(`workflow/${surfaceId}`, { bindings: { ...draft.bindings, [surfaceId]: workflow } })
              }
            />
          </Card>
        )}
      </div>
    </EditorContext>
  )
}

interface EntryProps {
  readonly label: string
  readonly current: boolean
  readonly wrong: boolean
  readonly onPress: () => void
}

function Entry({ label, current, wrong, onPress }: EntryProps) {
  return (
    <li>
      <button type="button" aria-current={current || undefined} onClick={onPress}>
        <bdi>{label}</bdi>
        {wrong && (
          <span className="site-wrong">
            <Icon name="error" />
            <span className="ui-hidden">{t('findings.error')}</span>
          </span>
        )}
      </button>
    </li>
  )
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
