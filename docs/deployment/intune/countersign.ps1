# Platform script (Devices > Scripts and remediations), run as system in the 64-bit host. It writes what
# chrome/windows.reg and edge/windows.reg write, and names the person the device was joined for.
$extension = 'abcdefghijklmnopabcdefghijklmnop'
$settings = @'
{
  "serverUrl": "https://countersign.example.com",
  "rootFingerprint": "0123456789abcdef0123456789abcdef",
  "tenant": "acme",
  "environment": "production",
  "enrolmentToken": "FLEET-2345-6789-ABCD-EFGH-JKMN-PQRS",
  "person": "riley@acme.example",
  "enrolmentRequired": true,
  "hosts": ["https://crm.acme.example/*"]
}
'@ | ConvertFrom-Json

$joined = Get-ItemProperty 'HKLM:\SYSTEM\CurrentControlSet\Control\CloudDomainJoin\JoinInfo\*' -ErrorAction SilentlyContinue
if (-not $joined.UserEmail) { throw 'This device was joined for nobody: enrol it by a code, without enrolmentToken and person.' }
$settings.person = @($joined.UserEmail)[0]

$install = @{ $extension = @{
  installation_mode = 'force_installed'
  update_url = 'https://countersign.example.com/extension/updates.xml'
  override_update_url = $true
} } | ConvertTo-Json -Compress

foreach ($browser in 'Google\Chrome', 'Microsoft\Edge') {
  $policies = "HKLM:\SOFTWARE\Policies\$browser"
  $values = "$policies\3rdparty\extensions\$extension\policy"
  New-Item -Path "$values\hosts" -Force | Out-Null
  Set-ItemProperty -Path $policies -Name ExtensionSettings -Value $install
  foreach ($value in $settings.PSObject.Properties) {
    if ($value.Name -eq 'hosts') {
      $number = 0
      foreach ($given in $value.Value) { $number++; Set-ItemProperty -Path "$values\hosts" -Name $number -Value $given }
    } elseif ($value.Value -is [bool]) {
      Set-ItemProperty -Path $values -Name $value.Name -Value ([int]$value.Value) -Type DWord
    } else {
      Set-ItemProperty -Path $values -Name $value.Name -Value $value.Value
    }
  }
}
