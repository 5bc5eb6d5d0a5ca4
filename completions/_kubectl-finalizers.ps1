
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'kubectl-finalizers' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'kubectl-finalizers'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'kubectl-finalizers' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The time at which the files were made (RFC 3339), from which ages count [default: now]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Look only into this namespace')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Look only into this namespace')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The cluster of the kubeconfig, instead of the context''s')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the kubeconfig, instead of the context''s')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'The address and port of the API server')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The address and port of the API server')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'The bearer token to authenticate with')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The user to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'A group to impersonate; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'The UID to impersonate')
            [CompletionResult]::new('--as-user-extra', '--as-user-extra', [CompletionResultType]::ParameterName, 'What else to say of the user to impersonate; may be repeated')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'The file with the certificate authority of the server')
            [CompletionResult]::new('--client-certificate', '--client-certificate', [CompletionResultType]::ParameterName, 'The file with the client certificate')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'The file with the key of the client certificate')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'The name to expect in the server''s certificate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Where what discovery says is kept [default: ~/.kube/cache]')
            [CompletionResult]::new('--chunk-size', '--chunk-size', [CompletionResultType]::ParameterName, 'How many objects to ask for at once; 0 for all')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--snippets', '--snippets', [CompletionResultType]::ParameterName, 'Show the lines of the source with each finding')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Read folders with everything below them')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read folders with everything below them')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Look into all namespaces; wins over -n')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Look into all namespaces; wins over -n')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not verify the server''s certificate; makes the connection insecure')
            [CompletionResult]::new('--disable-compression', '--disable-compression', [CompletionResultType]::ParameterName, 'Do not ask for compressed answers')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headers of columns out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('stuck', 'stuck', [CompletionResultType]::ParameterValue, 'List what is being deleted and does not go; the default when no command is named')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show the page of a rule')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Write completion scripts for shells and for kubectl')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-finalizers;stuck' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The time at which the files were made (RFC 3339), from which ages count [default: now]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Look only into this namespace')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Look only into this namespace')
            [CompletionResult]::new('--kubeconfig', '--kubeconfig', [CompletionResultType]::ParameterName, 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config')
            [CompletionResult]::new('--context', '--context', [CompletionResultType]::ParameterName, 'The context of the kubeconfig')
            [CompletionResult]::new('--cluster', '--cluster', [CompletionResultType]::ParameterName, 'The cluster of the kubeconfig, instead of the context''s')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The user of the kubeconfig, instead of the context''s')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'The address and port of the API server')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The address and port of the API server')
            [CompletionResult]::new('--token', '--token', [CompletionResultType]::ParameterName, 'The bearer token to authenticate with')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The user to impersonate')
            [CompletionResult]::new('--as-group', '--as-group', [CompletionResultType]::ParameterName, 'A group to impersonate; may be repeated')
            [CompletionResult]::new('--as-uid', '--as-uid', [CompletionResultType]::ParameterName, 'The UID to impersonate')
            [CompletionResult]::new('--as-user-extra', '--as-user-extra', [CompletionResultType]::ParameterName, 'What else to say of the user to impersonate; may be repeated')
            [CompletionResult]::new('--certificate-authority', '--certificate-authority', [CompletionResultType]::ParameterName, 'The file with the certificate authority of the server')
            [CompletionResult]::new('--client-certificate', '--client-certificate', [CompletionResultType]::ParameterName, 'The file with the client certificate')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'The file with the key of the client certificate')
            [CompletionResult]::new('--tls-server-name', '--tls-server-name', [CompletionResultType]::ParameterName, 'The name to expect in the server''s certificate')
            [CompletionResult]::new('--request-timeout', '--request-timeout', [CompletionResultType]::ParameterName, 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Where what discovery says is kept [default: ~/.kube/cache]')
            [CompletionResult]::new('--chunk-size', '--chunk-size', [CompletionResultType]::ParameterName, 'How many objects to ask for at once; 0 for all')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--snippets', '--snippets', [CompletionResultType]::ParameterName, 'Show the lines of the source with each finding')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Read folders with everything below them')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read folders with everything below them')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Look into all namespaces; wins over -n')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Look into all namespaces; wins over -n')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not verify the server''s certificate; makes the connection insecure')
            [CompletionResult]::new('--disable-compression', '--disable-compression', [CompletionResultType]::ParameterName, 'Do not ask for compressed answers')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headers of columns out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-finalizers;explain' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'kubectl-finalizers;rules' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--snippets', '--snippets', [CompletionResultType]::ParameterName, 'Show the lines of the source with each finding')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headers of columns out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-finalizers;completion' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'With kubectl: the folder for the file, which must be on the PATH; the one of the program if not given')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'With kubectl: write the file; without this flag it is only shown what would be written')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-finalizers;help' {
            [CompletionResult]::new('stuck', 'stuck', [CompletionResultType]::ParameterValue, 'List what is being deleted and does not go; the default when no command is named')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show the page of a rule')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Write completion scripts for shells and for kubectl')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-finalizers;help;stuck' {
            break
        }
        'kubectl-finalizers;help;explain' {
            break
        }
        'kubectl-finalizers;help;rules' {
            break
        }
        'kubectl-finalizers;help;completion' {
            break
        }
        'kubectl-finalizers;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
