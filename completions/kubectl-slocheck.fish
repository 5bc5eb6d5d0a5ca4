# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kubectl_slocheck_global_optspecs
    string join \n f/filename= R/recursive slo-name= budget-days= n/namespace= total= good= bad= target= histogram= latency= native print-rbac min-coverage= max-age= absent-errors-are-zero at= timeout= prometheus= prometheus-service= prometheus-username= prometheus-password-file= prometheus-token-file= prometheus-ca= prometheus-client-certificate= prometheus-client-key= prometheus-tls-server-name= prometheus-insecure-skip-tls-verify prometheus-header= kubeconfig= context= cluster= user= s/server= token= as= as-group= as-uid= as-user-extra= certificate-authority= client-certificate= client-key= tls-server-name= insecure-skip-tls-verify disable-compression request-timeout= cache-dir= chunk-size= o/output= no-headers color= snippets= h/help V/version
end

function __fish_kubectl_slocheck_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kubectl_slocheck_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kubectl_slocheck_using_subcommand
    set -l cmd (__fish_kubectl_slocheck_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -s f -l filename -d 'Files or folders of SLOs: OpenSLO, sloth, Pyrra; - is standard input. Without it, the SLOs of the cluster are meant' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l slo-name -d 'The SLO: its name, or SERVICE/NAME' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l budget-days -d 'The period of the budget in days, instead of what the SLO says' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -s n -l namespace -d 'The namespace of the cluster\'s SLOs, of rollouts, and of what is written [default: all]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l total -d 'All events: a counter, or a sum of counters, in PromQL' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l good -d 'The good ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l bad -d 'The bad ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l target -d 'The share of good events that is promised: 99.9' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l histogram -d 'A histogram of times, with the labels that matter' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l latency -d 'The longest time that is good: 300ms; a bound of the histogram, unless that is native' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l min-coverage -d 'The share of the period that must have data' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l max-age -d 'How old the newest sample may be' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l at -d 'The instant to judge, as RFC 3339 or Unix seconds [default: now]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l timeout -d 'How long everything may take together' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l prometheus -d 'The address, such as https://prometheus.example.com or http://127.0.0.1:9090 [env: PROMETHEUS_URL]' -r -f
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l prometheus-service -d 'The service, which the API server of the cluster leads to; the port by name or number. If neither this nor an address is named, a service is looked for by well-known labels' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l prometheus-username -d 'The user name; the password is in a file or in $PROMETHEUS_PASSWORD [env: PROMETHEUS_USERNAME]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l prometheus-password-file -d 'The file with the password' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l prometheus-token-file -d 'The file with the bearer token; otherwise $PROMETHEUS_TOKEN' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l prometheus-ca -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l prometheus-client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l prometheus-client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l prometheus-tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l prometheus-header -d 'A header to send, such as \'X-Scope-OrgID: shop\' for a tenant of Mimir; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l as -d 'The user to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l native -d 'The histogram is a native one'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l print-rbac -d 'Print the role that allows all that is read of the cluster, and do nothing else'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l absent-errors-are-zero -d 'Take errors that no series ever counted for none, rather than for a slip of the pen'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l prometheus-insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -s V -l version -d 'Print version'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -f -a "status" -d 'Tell how all SLOs stand; the default when no command is named'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -f -a "gate" -d 'Judge whether a release may go out: by the error budget that is left, and how fast it burns'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -f -a "attribute" -d 'Tell who burns the budget: what is bad by label, now and before, and what was rolled out just before'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -f -a "forecast" -d 'Tell when the budget is gone, if everything goes on as it does now'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -f -a "journey" -d 'Tell how good a journey is that needs several SLOs, and whether it can promise what it does'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -f -a "emit" -d 'Write rules for Prometheus, or a Job that asks the gate in a cluster'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -f -a "completion" -d 'Write completion scripts for shells and for kubectl'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -s f -l filename -d 'Files or folders of SLOs: OpenSLO, sloth, Pyrra; - is standard input. Without it, the SLOs of the cluster are meant' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l slo-name -d 'The SLO: its name, or SERVICE/NAME' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l budget-days -d 'The period of the budget in days, instead of what the SLO says' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -s n -l namespace -d 'The namespace of the cluster\'s SLOs, of rollouts, and of what is written [default: all]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l total -d 'All events: a counter, or a sum of counters, in PromQL' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l good -d 'The good ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l bad -d 'The bad ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l target -d 'The share of good events that is promised: 99.9' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l histogram -d 'A histogram of times, with the labels that matter' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l latency -d 'The longest time that is good: 300ms; a bound of the histogram, unless that is native' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l min-coverage -d 'The share of the period that must have data' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l max-age -d 'How old the newest sample may be' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l at -d 'The instant to judge, as RFC 3339 or Unix seconds [default: now]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l timeout -d 'How long everything may take together' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l prometheus -d 'The address, such as https://prometheus.example.com or http://127.0.0.1:9090 [env: PROMETHEUS_URL]' -r -f
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l prometheus-service -d 'The service, which the API server of the cluster leads to; the port by name or number. If neither this nor an address is named, a service is looked for by well-known labels' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l prometheus-username -d 'The user name; the password is in a file or in $PROMETHEUS_PASSWORD [env: PROMETHEUS_USERNAME]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l prometheus-password-file -d 'The file with the password' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l prometheus-token-file -d 'The file with the bearer token; otherwise $PROMETHEUS_TOKEN' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l prometheus-ca -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l prometheus-client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l prometheus-client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l prometheus-tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l prometheus-header -d 'A header to send, such as \'X-Scope-OrgID: shop\' for a tenant of Mimir; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l as -d 'The user to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l native -d 'The histogram is a native one'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l print-rbac -d 'Print the role that allows all that is read of the cluster, and do nothing else'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l absent-errors-are-zero -d 'Take errors that no series ever counted for none, rather than for a slip of the pen'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l prometheus-insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -s f -l filename -d 'Files or folders of SLOs: OpenSLO, sloth, Pyrra; - is standard input. Without it, the SLOs of the cluster are meant' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l slo-name -d 'The SLO: its name, or SERVICE/NAME' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l budget-days -d 'The period of the budget in days, instead of what the SLO says' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -s n -l namespace -d 'The namespace of the cluster\'s SLOs, of rollouts, and of what is written [default: all]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l total -d 'All events: a counter, or a sum of counters, in PromQL' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l good -d 'The good ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l bad -d 'The bad ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l target -d 'The share of good events that is promised: 99.9' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l histogram -d 'A histogram of times, with the labels that matter' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l latency -d 'The longest time that is good: 300ms; a bound of the histogram, unless that is native' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l remaining-burn -d 'The share of the error budget that must be left: 15% or 0.15' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l max-burn-rate -d 'How fast the budget may burn, in all windows; at 1 it is used up just when the period ends. Without it, 14.4 and 6 for 30 days' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l burn-windows -d 'The windows of burn rates: long/short, both of which must burn, or one alone [default: 1h/5m,6h/30m]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l method -d 'How the budget is counted, instead of what the SLO says' -r -f -a "occurrences\t''
timeslices\t''
ratio-timeslices\t''"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l min-events -d 'How many events a burn rate needs [default: as many as make one bad event bearable]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l min-coverage -d 'The share of the period that must have data' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l max-age -d 'How old the newest sample may be' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l on-no-data -d 'Where data are missing, old, too few or make no sense' -r -f -a "allow\t'Let it pass; --override-reason says why'
warn\t'Let it pass, with a warning'
deny\t'Do not let it pass'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l on-no-traffic -d 'Where nothing happened' -r -f -a "allow\t'Let it pass; --override-reason says why'
warn\t'Let it pass, with a warning'
deny\t'Do not let it pass'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l on-error -d 'Where Prometheus cannot be reached' -r -f -a "allow\t'Let it pass; --override-reason says why'
warn\t'Let it pass, with a warning'
deny\t'Do not let it pass'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l override-reason -d 'Why something is allowed; it is shown in the verdict' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l at -d 'The instant to judge, as RFC 3339 or Unix seconds [default: now]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l timeout -d 'How long everything may take together' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l prometheus -d 'The address, such as https://prometheus.example.com or http://127.0.0.1:9090 [env: PROMETHEUS_URL]' -r -f
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l prometheus-service -d 'The service, which the API server of the cluster leads to; the port by name or number. If neither this nor an address is named, a service is looked for by well-known labels' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l prometheus-username -d 'The user name; the password is in a file or in $PROMETHEUS_PASSWORD [env: PROMETHEUS_USERNAME]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l prometheus-password-file -d 'The file with the password' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l prometheus-token-file -d 'The file with the bearer token; otherwise $PROMETHEUS_TOKEN' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l prometheus-ca -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l prometheus-client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l prometheus-client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l prometheus-tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l prometheus-header -d 'A header to send, such as \'X-Scope-OrgID: shop\' for a tenant of Mimir; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l as -d 'The user to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l native -d 'The histogram is a native one'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l absent-errors-are-zero -d 'Take errors that no series ever counted for none, rather than for a slip of the pen'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l prometheus-insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l show-queries -d 'Print every query, so that it can be pasted into a browser'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l print-rbac -d 'Print the role that allows all that is read of the cluster, and do nothing else'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand gate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -s f -l filename -d 'Files or folders of SLOs: OpenSLO, sloth, Pyrra; - is standard input. Without it, the SLOs of the cluster are meant' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l slo-name -d 'The SLO: its name, or SERVICE/NAME' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l budget-days -d 'The period of the budget in days, instead of what the SLO says' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -s n -l namespace -d 'The namespace of the cluster\'s SLOs, of rollouts, and of what is written [default: all]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l total -d 'All events: a counter, or a sum of counters, in PromQL' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l good -d 'The good ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l bad -d 'The bad ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l target -d 'The share of good events that is promised: 99.9' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l histogram -d 'A histogram of times, with the labels that matter' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l latency -d 'The longest time that is good: 300ms; a bound of the histogram, unless that is native' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l by -d 'The labels to tell groups apart by, together [default: each label that tells something, by itself]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l window -d 'The window, which is compared with the one before [default: the period]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l at -d 'The instant to judge, as RFC 3339 or Unix seconds [default: now]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l timeout -d 'How long everything may take together' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l prometheus -d 'The address, such as https://prometheus.example.com or http://127.0.0.1:9090 [env: PROMETHEUS_URL]' -r -f
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l prometheus-service -d 'The service, which the API server of the cluster leads to; the port by name or number. If neither this nor an address is named, a service is looked for by well-known labels' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l prometheus-username -d 'The user name; the password is in a file or in $PROMETHEUS_PASSWORD [env: PROMETHEUS_USERNAME]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l prometheus-password-file -d 'The file with the password' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l prometheus-token-file -d 'The file with the bearer token; otherwise $PROMETHEUS_TOKEN' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l prometheus-ca -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l prometheus-client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l prometheus-client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l prometheus-tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l prometheus-header -d 'A header to send, such as \'X-Scope-OrgID: shop\' for a tenant of Mimir; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l as -d 'The user to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l native -d 'The histogram is a native one'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l print-rbac -d 'Print the role that allows all that is read of the cluster, and do nothing else'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l prometheus-insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand attribute" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -s f -l filename -d 'Files or folders of SLOs: OpenSLO, sloth, Pyrra; - is standard input. Without it, the SLOs of the cluster are meant' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l slo-name -d 'The SLO: its name, or SERVICE/NAME' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l budget-days -d 'The period of the budget in days, instead of what the SLO says' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -s n -l namespace -d 'The namespace of the cluster\'s SLOs, of rollouts, and of what is written [default: all]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l total -d 'All events: a counter, or a sum of counters, in PromQL' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l good -d 'The good ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l bad -d 'The bad ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l target -d 'The share of good events that is promised: 99.9' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l histogram -d 'A histogram of times, with the labels that matter' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l latency -d 'The longest time that is good: 300ms; a bound of the histogram, unless that is native' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l burn-window -d 'What everything goes on as: what was counted in the last so long' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l min-coverage -d 'The share of the period that must have data' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l max-age -d 'How old the newest sample may be' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l at -d 'The instant to judge, as RFC 3339 or Unix seconds [default: now]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l timeout -d 'How long everything may take together' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l prometheus -d 'The address, such as https://prometheus.example.com or http://127.0.0.1:9090 [env: PROMETHEUS_URL]' -r -f
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l prometheus-service -d 'The service, which the API server of the cluster leads to; the port by name or number. If neither this nor an address is named, a service is looked for by well-known labels' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l prometheus-username -d 'The user name; the password is in a file or in $PROMETHEUS_PASSWORD [env: PROMETHEUS_USERNAME]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l prometheus-password-file -d 'The file with the password' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l prometheus-token-file -d 'The file with the bearer token; otherwise $PROMETHEUS_TOKEN' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l prometheus-ca -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l prometheus-client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l prometheus-client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l prometheus-tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l prometheus-header -d 'A header to send, such as \'X-Scope-OrgID: shop\' for a tenant of Mimir; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l as -d 'The user to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l native -d 'The histogram is a native one'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l absent-errors-are-zero -d 'Take errors that no series ever counted for none, rather than for a slip of the pen'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l prometheus-insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand forecast" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -s f -l filename -d 'Files or folders of SLOs: OpenSLO, sloth, Pyrra; - is standard input. Without it, the SLOs of the cluster are meant' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l slo-name -d 'The SLO: its name, or SERVICE/NAME' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l budget-days -d 'The period of the budget in days, instead of what the SLO says' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -s n -l namespace -d 'The namespace of the cluster\'s SLOs, of rollouts, and of what is written [default: all]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l total -d 'All events: a counter, or a sum of counters, in PromQL' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l good -d 'The good ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l bad -d 'The bad ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l target -d 'The share of good events that is promised: 99.9' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l histogram -d 'A histogram of times, with the labels that matter' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l latency -d 'The longest time that is good: 300ms; a bound of the histogram, unless that is native' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l min-coverage -d 'The share of the period that must have data' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l max-age -d 'How old the newest sample may be' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l at -d 'The instant to judge, as RFC 3339 or Unix seconds [default: now]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l timeout -d 'How long everything may take together' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l prometheus -d 'The address, such as https://prometheus.example.com or http://127.0.0.1:9090 [env: PROMETHEUS_URL]' -r -f
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l prometheus-service -d 'The service, which the API server of the cluster leads to; the port by name or number. If neither this nor an address is named, a service is looked for by well-known labels' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l prometheus-username -d 'The user name; the password is in a file or in $PROMETHEUS_PASSWORD [env: PROMETHEUS_USERNAME]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l prometheus-password-file -d 'The file with the password' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l prometheus-token-file -d 'The file with the bearer token; otherwise $PROMETHEUS_TOKEN' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l prometheus-ca -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l prometheus-client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l prometheus-client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l prometheus-tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l prometheus-header -d 'A header to send, such as \'X-Scope-OrgID: shop\' for a tenant of Mimir; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l as -d 'The user to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
wide\t''
json\t''
yaml\t''
name\t''
jsonpath=\t''
jsonpath-file=\t''
sarif\t''
github\t''
junit\t''
markdown\t''"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l native -d 'The histogram is a native one'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l offline -d 'Ask nobody: only say whether the targets fit together'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l absent-errors-are-zero -d 'Take errors that no series ever counted for none, rather than for a slip of the pen'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l prometheus-insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand journey" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and not __fish_seen_subcommand_from rules job argocd help" -s h -l help -d 'Print help'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and not __fish_seen_subcommand_from rules job argocd help" -f -a "rules" -d 'Write recording rules and alerts for Prometheus, in sloth\'s names'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and not __fish_seen_subcommand_from rules job argocd help" -f -a "job" -d 'Write a Job that asks the gate from within a cluster'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and not __fish_seen_subcommand_from rules job argocd help" -f -a "argocd" -d 'Write a Job that asks the gate before Argo CD syncs an application (a PreSync hook)'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and not __fish_seen_subcommand_from rules job argocd help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -s f -l filename -d 'Files or folders of SLOs: OpenSLO, sloth, Pyrra; - is standard input. Without it, the SLOs of the cluster are meant' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l slo-name -d 'The SLO: its name, or SERVICE/NAME' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l budget-days -d 'The period of the budget in days, instead of what the SLO says' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -s n -l namespace -d 'The namespace of the cluster\'s SLOs, of rollouts, and of what is written [default: all]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l total -d 'All events: a counter, or a sum of counters, in PromQL' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l good -d 'The good ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l bad -d 'The bad ones of them' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l target -d 'The share of good events that is promised: 99.9' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l histogram -d 'A histogram of times, with the labels that matter' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l latency -d 'The longest time that is good: 300ms; a bound of the histogram, unless that is native' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l method -d 'How the budget of the period is counted, instead of what the SLO says' -r -f -a "occurrences\t''
timeslices\t''
ratio-timeslices\t''"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -s o -l output -d 'What to write: a file for Prometheus, or an object for its operator' -r -f -a "rules\t'A file, as rule_files of Prometheus names it'
prometheusrule\t'A PrometheusRule of monitoring.coreos.com/v1'"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l name -d 'The name of the PrometheusRule [default: that of the SLO, if there is one]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -s l -l label -d 'A label of the PrometheusRule, by which its Prometheus chooses rules; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l as -d 'The user to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l native -d 'The histogram is a native one'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l skip-unfireable -d 'Leave alerts out that could never fire, with a warning, rather than refuse them'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -l image -d 'The image, which has kubectl-slocheck on its path' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -s f -l filename -d 'Files of SLOs, which become a ConfigMap; may be repeated' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -l name -d 'The name of the Job and of what goes with it' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -s n -l namespace -d 'The namespace of the Job' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -l image-pull-secret -d 'The Secret with which the image is pulled' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -l deadline -d 'How long all of it may take, with all retries and with pulling the image' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -l retries -d 'How often it is tried again if Prometheus cannot be reached' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -l prometheus -d 'The address, such as http://prometheus.monitoring:9090; otherwise that of the SLO' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -l prometheus-service -d 'The service, through the API server; the Job gets the right to ask it' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -l prometheus-token-secret -d 'The Secret with the bearer token' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -l prometheus-username -d 'The user name' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -l prometheus-password-secret -d 'The Secret with the password' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -l prometheus-ca-configmap -d 'The ConfigMap with the certificate authority of the server' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from job" -s h -l help -d 'Print help'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -l image -d 'The image, which has kubectl-slocheck on its path' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -s f -l filename -d 'Files of SLOs, which become a ConfigMap; may be repeated' -r -F
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -l name -d 'The name of the Job and of what goes with it' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -s n -l namespace -d 'The namespace of the Job' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -l image-pull-secret -d 'The Secret with which the image is pulled' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -l deadline -d 'How long all of it may take, with all retries and with pulling the image' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -l retries -d 'How often it is tried again if Prometheus cannot be reached' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -l prometheus -d 'The address, such as http://prometheus.monitoring:9090; otherwise that of the SLO' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -l prometheus-service -d 'The service, through the API server; the Job gets the right to ask it' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -l prometheus-token-secret -d 'The Secret with the bearer token' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -l prometheus-username -d 'The user name' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -l prometheus-password-secret -d 'The Secret with the password' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -l prometheus-ca-configmap -d 'The ConfigMap with the certificate authority of the server' -r
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from argocd" -s h -l help -d 'Print help'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from help" -f -a "rules" -d 'Write recording rules and alerts for Prometheus, in sloth\'s names'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from help" -f -a "job" -d 'Write a Job that asks the gate from within a cluster'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from help" -f -a "argocd" -d 'Write a Job that asks the gate before Argo CD syncs an application (a PreSync hook)'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand emit; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand completion" -l dir -d 'With kubectl: the folder for the file, which must be on the PATH; the one of the program if not given' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand completion" -l write -d 'With kubectl: write the file; without this flag it is only shown what would be written'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand completion" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand help; and not __fish_seen_subcommand_from status gate attribute forecast journey emit completion help" -f -a "status" -d 'Tell how all SLOs stand; the default when no command is named'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand help; and not __fish_seen_subcommand_from status gate attribute forecast journey emit completion help" -f -a "gate" -d 'Judge whether a release may go out: by the error budget that is left, and how fast it burns'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand help; and not __fish_seen_subcommand_from status gate attribute forecast journey emit completion help" -f -a "attribute" -d 'Tell who burns the budget: what is bad by label, now and before, and what was rolled out just before'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand help; and not __fish_seen_subcommand_from status gate attribute forecast journey emit completion help" -f -a "forecast" -d 'Tell when the budget is gone, if everything goes on as it does now'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand help; and not __fish_seen_subcommand_from status gate attribute forecast journey emit completion help" -f -a "journey" -d 'Tell how good a journey is that needs several SLOs, and whether it can promise what it does'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand help; and not __fish_seen_subcommand_from status gate attribute forecast journey emit completion help" -f -a "emit" -d 'Write rules for Prometheus, or a Job that asks the gate in a cluster'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand help; and not __fish_seen_subcommand_from status gate attribute forecast journey emit completion help" -f -a "completion" -d 'Write completion scripts for shells and for kubectl'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand help; and not __fish_seen_subcommand_from status gate attribute forecast journey emit completion help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand help; and __fish_seen_subcommand_from emit" -f -a "rules" -d 'Write recording rules and alerts for Prometheus, in sloth\'s names'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand help; and __fish_seen_subcommand_from emit" -f -a "job" -d 'Write a Job that asks the gate from within a cluster'
complete -c kubectl-slocheck -n "__fish_kubectl_slocheck_using_subcommand help; and __fish_seen_subcommand_from emit" -f -a "argocd" -d 'Write a Job that asks the gate before Argo CD syncs an application (a PreSync hook)'
