import { mountSidePanel } from '../../../components/sidepanel/mount.tsx'
import { createHarness } from './fake-port.ts'

const { harness, connect } = createHarness()
window.harness = harness
const root = document.getElementById('root')
if (root) mountSidePanel(root, connect)
