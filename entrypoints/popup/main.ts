import { mountPopup } from '../../components/popup/mount.tsx'

const root = document.getElementById('root')
if (root) mountPopup(root)
