
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'kubectl-gvkcheck' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'kubectl-gvkcheck'
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
        'kubectl-gvkcheck' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Files or folders as well, as kubectl names them; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Files or folders as well, as kubectl names them; may be repeated')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Build this folder with kustomize and read the result')
            [CompletionResult]::new('--kustomize', '--kustomize', [CompletionResultType]::ParameterName, 'Build this folder with kustomize and read the result')
            [CompletionResult]::new('--k8s', '--k8s', [CompletionResultType]::ParameterName, 'The version of Kubernetes to judge against, such as 1.29 or v1.28.4-gke.1; the newest if not given')
            [CompletionResult]::new('--crds', '--crds', [CompletionResultType]::ParameterName, 'Files or folders with CRDs, which define kinds but are not judged themselves; may be repeated')
            [CompletionResult]::new('--discovery', '--discovery', [CompletionResultType]::ParameterName, 'A file with what a server serves: discovery as kubectl get --raw /apis… prints it, and its CRDs')
            [CompletionResult]::new('--missing-crd', '--missing-crd', [CompletionResultType]::ParameterName, 'How bad a custom kind is that nothing defines [default: warn; error if --discovery names all groups]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The namespace of objects that name none [default: the context''s]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'The namespace of objects that name none [default: the context''s]')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'A snapshot of etcd: what `etcdctl snapshot save` wrote, or a copy of member/snap/db')
            [CompletionResult]::new('--etcdctl-output', '--etcdctl-output', [CompletionResultType]::ParameterName, 'What `etcdctl get` printed, with -w json or fields; - is standard input')
            [CompletionResult]::new('--endpoints', '--endpoints', [CompletionResultType]::ParameterName, 'The client address of a running etcd, such as https://127.0.0.1:2379; the first that answers is read')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'The certificate authority of etcd')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'The client certificate for etcd')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key of the client certificate for etcd')
            [CompletionResult]::new('--etcd-prefix', '--etcd-prefix', [CompletionResultType]::ParameterName, 'What the API server''s keys begin with, as its own flag has it')
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
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration instead of the one found in the current folder or above')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Tell only findings that are not in this file, which --write-baseline has written')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write the findings there are now as the baseline instead of telling them; without FILE to the one that is used, or to one beside the configuration')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--snippets', '--snippets', [CompletionResultType]::ParameterName, 'Show the lines of the source with each finding')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least severity that makes the exit code 1 [default: error]')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Read folders with everything below them')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read folders with everything below them')
            [CompletionResult]::new('--skip-others', '--skip-others', [CompletionResultType]::ParameterName, 'Pass over what is no object of Kubernetes in named files too, as in folders; fine if that is all there is')
            [CompletionResult]::new('--live', '--live', [CompletionResultType]::ParameterName, 'Judge by what a cluster serves and by its CRDs, instead of a version of Kubernetes')
            [CompletionResult]::new('--exists', '--exists', [CompletionResultType]::ParameterName, 'Also tell what of the input is not in the cluster, and which declared fields have another value there')
            [CompletionResult]::new('--print-rbac', '--print-rbac', [CompletionResultType]::ParameterName, 'Print the role that the run needs on the cluster, and judge nothing')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not verify the server''s certificate; makes the connection insecure')
            [CompletionResult]::new('--disable-compression', '--disable-compression', [CompletionResultType]::ParameterName, 'Do not ask for compressed answers')
            [CompletionResult]::new('--closed', '--closed', [CompletionResultType]::ParameterName, 'The input is the whole world: what objects name and it does not have is missing')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no configuration')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headers of columns out')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Exit with 0 even if something could not be judged; the gaps are still shown')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 whatever was found')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Judge manifests; the default when no command is named')
            [CompletionResult]::new('cluster', 'cluster', [CompletionResultType]::ParameterValue, 'Judge what lives in a cluster')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Tell group, version, kind, resource and names of what Kubernetes serves')
            [CompletionResult]::new('matrix', 'matrix', [CompletionResultType]::ParameterValue, 'Compare what clusters serve')
            [CompletionResult]::new('etcd', 'etcd', [CompletionResultType]::ParameterValue, 'Compare what the API shows with what is stored in etcd')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show the page of a rule')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules')
            [CompletionResult]::new('emit', 'emit', [CompletionResultType]::ParameterValue, 'Print a job for CI that calls kubectl-gvkcheck')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Write completion scripts for shells and for kubectl')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-gvkcheck;check' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Files or folders as well, as kubectl names them; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Files or folders as well, as kubectl names them; may be repeated')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Build this folder with kustomize and read the result')
            [CompletionResult]::new('--kustomize', '--kustomize', [CompletionResultType]::ParameterName, 'Build this folder with kustomize and read the result')
            [CompletionResult]::new('--k8s', '--k8s', [CompletionResultType]::ParameterName, 'The version of Kubernetes to judge against, such as 1.29 or v1.28.4-gke.1; the newest if not given')
            [CompletionResult]::new('--crds', '--crds', [CompletionResultType]::ParameterName, 'Files or folders with CRDs, which define kinds but are not judged themselves; may be repeated')
            [CompletionResult]::new('--discovery', '--discovery', [CompletionResultType]::ParameterName, 'A file with what a server serves: discovery as kubectl get --raw /apis… prints it, and its CRDs')
            [CompletionResult]::new('--missing-crd', '--missing-crd', [CompletionResultType]::ParameterName, 'How bad a custom kind is that nothing defines [default: warn; error if --discovery names all groups]')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The namespace of objects that name none [default: the context''s]')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'The namespace of objects that name none [default: the context''s]')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'A snapshot of etcd: what `etcdctl snapshot save` wrote, or a copy of member/snap/db')
            [CompletionResult]::new('--etcdctl-output', '--etcdctl-output', [CompletionResultType]::ParameterName, 'What `etcdctl get` printed, with -w json or fields; - is standard input')
            [CompletionResult]::new('--endpoints', '--endpoints', [CompletionResultType]::ParameterName, 'The client address of a running etcd, such as https://127.0.0.1:2379; the first that answers is read')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'The certificate authority of etcd')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'The client certificate for etcd')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key of the client certificate for etcd')
            [CompletionResult]::new('--etcd-prefix', '--etcd-prefix', [CompletionResultType]::ParameterName, 'What the API server''s keys begin with, as its own flag has it')
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
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration instead of the one found in the current folder or above')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Tell only findings that are not in this file, which --write-baseline has written')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write the findings there are now as the baseline instead of telling them; without FILE to the one that is used, or to one beside the configuration')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--snippets', '--snippets', [CompletionResultType]::ParameterName, 'Show the lines of the source with each finding')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least severity that makes the exit code 1 [default: error]')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Read folders with everything below them')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read folders with everything below them')
            [CompletionResult]::new('--skip-others', '--skip-others', [CompletionResultType]::ParameterName, 'Pass over what is no object of Kubernetes in named files too, as in folders; fine if that is all there is')
            [CompletionResult]::new('--live', '--live', [CompletionResultType]::ParameterName, 'Judge by what a cluster serves and by its CRDs, instead of a version of Kubernetes')
            [CompletionResult]::new('--exists', '--exists', [CompletionResultType]::ParameterName, 'Also tell what of the input is not in the cluster, and which declared fields have another value there')
            [CompletionResult]::new('--print-rbac', '--print-rbac', [CompletionResultType]::ParameterName, 'Print the role that the run needs on the cluster, and judge nothing')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not verify the server''s certificate; makes the connection insecure')
            [CompletionResult]::new('--disable-compression', '--disable-compression', [CompletionResultType]::ParameterName, 'Do not ask for compressed answers')
            [CompletionResult]::new('--closed', '--closed', [CompletionResultType]::ParameterName, 'The input is the whole world: what objects name and it does not have is missing')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no configuration')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headers of columns out')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Exit with 0 even if something could not be judged; the gaps are still shown')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 whatever was found')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gvkcheck;cluster' {
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
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Look only into this namespace')
            [CompletionResult]::new('--namespace', '--namespace', [CompletionResultType]::ParameterName, 'Look only into this namespace')
            [CompletionResult]::new('--dump-discovery', '--dump-discovery', [CompletionResultType]::ParameterName, 'Write what the cluster serves, with its CRDs, to a file for check --discovery, and do nothing else')
            [CompletionResult]::new('--audit-log', '--audit-log', [CompletionResultType]::ParameterName, 'An audit log of the API server, JSON lines: who asks for deprecated APIs')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--snippets', '--snippets', [CompletionResultType]::ParameterName, 'Show the lines of the source with each finding')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least severity that makes the exit code 1 [default: error]')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not verify the server''s certificate; makes the connection insecure')
            [CompletionResult]::new('--disable-compression', '--disable-compression', [CompletionResultType]::ParameterName, 'Do not ask for compressed answers')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Look into all namespaces; wins over -n')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Look into all namespaces; wins over -n')
            [CompletionResult]::new('--print-rbac', '--print-rbac', [CompletionResultType]::ParameterName, 'Print the role that allows all that is read here, and do nothing else')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headers of columns out')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Exit with 0 even if something could not be judged; the gaps are still shown')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 whatever was found')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gvkcheck;resolve' {
            [CompletionResult]::new('--k8s', '--k8s', [CompletionResultType]::ParameterName, 'The version of Kubernetes to judge against, such as 1.29 or v1.28.4-gke.1; the newest if not given')
            [CompletionResult]::new('--namespaced', '--namespaced', [CompletionResultType]::ParameterName, 'Only what is in a namespace, or with =false what is not')
            [CompletionResult]::new('--api-group', '--api-group', [CompletionResultType]::ParameterName, 'Only this group; empty for the core group')
            [CompletionResult]::new('--verbs', '--verbs', [CompletionResultType]::ParameterName, 'Only what has all these verbs')
            [CompletionResult]::new('--categories', '--categories', [CompletionResultType]::ParameterName, 'Only what is in all these categories')
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
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Also what the API server only serves when it is switched on')
            [CompletionResult]::new('--groups', '--groups', [CompletionResultType]::ParameterName, 'Tell of every version of every group whether it has the thing')
            [CompletionResult]::new('--live', '--live', [CompletionResultType]::ParameterName, 'Ask a cluster what it serves, instead of the catalogue')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not verify the server''s certificate; makes the connection insecure')
            [CompletionResult]::new('--disable-compression', '--disable-compression', [CompletionResultType]::ParameterName, 'Do not ask for compressed answers')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headers of columns out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gvkcheck;matrix' {
            [CompletionResult]::new('--contexts', '--contexts', [CompletionResultType]::ParameterName, 'The contexts of the kubeconfig to compare: names, and patterns with * and ? in quotes; may be repeated')
            [CompletionResult]::new('--resources', '--resources', [CompletionResultType]::ParameterName, 'Only these kinds: Deployment, ingresses, cronjobs.batch, apps/v1')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Files or folders as well, as kubectl names them; may be repeated')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Files or folders as well, as kubectl names them; may be repeated')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Build this folder with kustomize and read the result')
            [CompletionResult]::new('--kustomize', '--kustomize', [CompletionResultType]::ParameterName, 'Build this folder with kustomize and read the result')
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
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Also what is the same in all clusters')
            [CompletionResult]::new('-R', '-R ', [CompletionResultType]::ParameterName, 'Read folders with everything below them')
            [CompletionResult]::new('--recursive', '--recursive', [CompletionResultType]::ParameterName, 'Read folders with everything below them')
            [CompletionResult]::new('--skip-others', '--skip-others', [CompletionResultType]::ParameterName, 'Pass over what is no object of Kubernetes in named files too, as in folders; fine if that is all there is')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Exit with 0 even if a cluster did not answer; the gaps are still shown')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 whatever the clusters say')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not verify the server''s certificate; makes the connection insecure')
            [CompletionResult]::new('--disable-compression', '--disable-compression', [CompletionResultType]::ParameterName, 'Do not ask for compressed answers')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headers of columns out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gvkcheck;etcd' {
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'A snapshot of etcd: what `etcdctl snapshot save` wrote, or a copy of member/snap/db')
            [CompletionResult]::new('--etcdctl-output', '--etcdctl-output', [CompletionResultType]::ParameterName, 'What `etcdctl get` printed, with -w json or fields; - is standard input')
            [CompletionResult]::new('--endpoints', '--endpoints', [CompletionResultType]::ParameterName, 'The client address of a running etcd, such as https://127.0.0.1:2379; the first that answers is read')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'The certificate authority of etcd')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'The client certificate for etcd')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key of the client certificate for etcd')
            [CompletionResult]::new('--etcd-prefix', '--etcd-prefix', [CompletionResultType]::ParameterName, 'What the API server''s keys begin with, as its own flag has it')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Compare with live objects that `kubectl get -o yaml` printed, rather than with a cluster')
            [CompletionResult]::new('--filename', '--filename', [CompletionResultType]::ParameterName, 'Compare with live objects that `kubectl get -o yaml` printed, rather than with a cluster')
            [CompletionResult]::new('--k8s', '--k8s', [CompletionResultType]::ParameterName, 'The version of Kubernetes to judge against, such as 1.29 or v1.28.4-gke.1; the newest if not given')
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
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least severity that makes the exit code 1 [default: error]')
            [CompletionResult]::new('--no-live', '--no-live', [CompletionResultType]::ParameterName, 'Judge only what is stored, without asking a cluster')
            [CompletionResult]::new('--print-rbac', '--print-rbac', [CompletionResultType]::ParameterName, 'Print the role that allows all that is read from the cluster, and do nothing else')
            [CompletionResult]::new('-A', '-A ', [CompletionResultType]::ParameterName, 'Look into all namespaces; wins over -n')
            [CompletionResult]::new('--all-namespaces', '--all-namespaces', [CompletionResultType]::ParameterName, 'Look into all namespaces; wins over -n')
            [CompletionResult]::new('--insecure-skip-tls-verify', '--insecure-skip-tls-verify', [CompletionResultType]::ParameterName, 'Do not verify the server''s certificate; makes the connection insecure')
            [CompletionResult]::new('--disable-compression', '--disable-compression', [CompletionResultType]::ParameterName, 'Do not ask for compressed answers')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headers of columns out')
            [CompletionResult]::new('--allow-gaps', '--allow-gaps', [CompletionResultType]::ParameterName, 'Exit with 0 even if something could not be judged; the gaps are still shown')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 whatever was found')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gvkcheck;explain' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gvkcheck;rules' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colour')
            [CompletionResult]::new('--snippets', '--snippets', [CompletionResultType]::ParameterName, 'Show the lines of the source with each finding')
            [CompletionResult]::new('--no-headers', '--no-headers', [CompletionResultType]::ParameterName, 'Leave the headers of columns out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gvkcheck;emit' {
            [CompletionResult]::new('--k8s', '--k8s', [CompletionResultType]::ParameterName, 'The version of Kubernetes to judge against, such as 1.29 or v1.28.4-gke.1; the newest if not given')
            [CompletionResult]::new('--crds', '--crds', [CompletionResultType]::ParameterName, 'Files or folders with CRDs, which define kinds for the job; may be repeated')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The least severity that fails the job; errors if not given')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gvkcheck;completion' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'With kubectl: the folder for the file, which must be on the PATH; the one of the program if not given')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'With kubectl: write the file; without this flag it is only shown what would be written')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kubectl-gvkcheck;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Judge manifests; the default when no command is named')
            [CompletionResult]::new('cluster', 'cluster', [CompletionResultType]::ParameterValue, 'Judge what lives in a cluster')
            [CompletionResult]::new('resolve', 'resolve', [CompletionResultType]::ParameterValue, 'Tell group, version, kind, resource and names of what Kubernetes serves')
            [CompletionResult]::new('matrix', 'matrix', [CompletionResultType]::ParameterValue, 'Compare what clusters serve')
            [CompletionResult]::new('etcd', 'etcd', [CompletionResultType]::ParameterValue, 'Compare what the API shows with what is stored in etcd')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show the page of a rule')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules')
            [CompletionResult]::new('emit', 'emit', [CompletionResultType]::ParameterValue, 'Print a job for CI that calls kubectl-gvkcheck')
            [CompletionResult]::new('completion', 'completion', [CompletionResultType]::ParameterValue, 'Write completion scripts for shells and for kubectl')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kubectl-gvkcheck;help;check' {
            break
        }
        'kubectl-gvkcheck;help;cluster' {
            break
        }
        'kubectl-gvkcheck;help;resolve' {
            break
        }
        'kubectl-gvkcheck;help;matrix' {
            break
        }
        'kubectl-gvkcheck;help;etcd' {
            break
        }
        'kubectl-gvkcheck;help;explain' {
            break
        }
        'kubectl-gvkcheck;help;rules' {
            break
        }
        'kubectl-gvkcheck;help;emit' {
            break
        }
        'kubectl-gvkcheck;help;completion' {
            break
        }
        'kubectl-gvkcheck;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
