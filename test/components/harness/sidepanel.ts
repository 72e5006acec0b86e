import { mountSidePanel } from '../../../components/sidepanel/mount.tsx'
import { createFakePicker } from './fake-picker.ts'
import { createHarness } from './fake-port.ts'

const { harness, connect } = createHarness()
const { picker, session } = createFakePicker()
window.harness = harness
window.picker = picker
const root = document.getElementById('root')
if (root) mountSidePanel(root, connect, session)
