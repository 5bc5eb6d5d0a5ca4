# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kubectl_finalizers_global_optspecs
    string join \n f/filename= R/recursive at= n/namespace= A/all-namespaces kubeconfig= context= cluster= user= s/server= token= as= as-group= as-uid= as-user-extra= certificate-authority= client-certificate= client-key= tls-server-name= insecure-skip-tls-verify disable-compression request-timeout= cache-dir= chunk-size= o/output= no-headers color= snippets= h/help V/version
end

function __fish_kubectl_finalizers_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kubectl_finalizers_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kubectl_finalizers_using_subcommand
    set -l cmd (__fish_kubectl_finalizers_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -s V -l version -d 'Print version'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "stuck" -d 'List what is being deleted and does not go; the default when no command is named'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "explain" -d 'Show the page of a rule'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "rules" -d 'List the rules'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "completion" -d 'Write completion scripts for shells and for kubectl'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s f -l filename -d 'Read files instead of a cluster: what kubectl get -o yaml printed, or a folder of must-gather; may be repeated' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l at -d 'The time at which the files were made (RFC 3339), from which ages count [default: now]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s n -l namespace -d 'Look only into this namespace' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l kubeconfig -d 'The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l context -d 'The context of the kubeconfig' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l cluster -d 'The cluster of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l user -d 'The user of the kubeconfig, instead of the context\'s' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s s -l server -d 'The address and port of the API server' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l token -d 'The bearer token to authenticate with' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l as -d 'The user to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l as-group -d 'A group to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l as-uid -d 'The UID to impersonate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l as-user-extra -d 'What else to say of the user to impersonate; may be repeated' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l certificate-authority -d 'The file with the certificate authority of the server' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l client-certificate -d 'The file with the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l client-key -d 'The file with the key of the client certificate' -r -F
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l tls-server-name -d 'The name to expect in the server\'s certificate' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l request-timeout -d 'How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l cache-dir -d 'Where what discovery says is kept [default: ~/.kube/cache]' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l chunk-size -d 'How many objects to ask for at once; 0 for all' -r
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s R -l recursive -d 'Read folders with everything below them'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s A -l all-namespaces -d 'Look into all namespaces; wins over -n'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l insecure-skip-tls-verify -d 'Do not verify the server\'s certificate; makes the connection insecure'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l disable-compression -d 'Do not ask for compressed answers'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand stuck" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand explain" -s h -l help -d 'Print help'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand rules" -s o -l output -d 'The format, or a file with a known ending to write instead of standard output: table, wide, json, yaml, name, jsonpath=…, jsonpath-file=…, sarif, github, junit, markdown' -r -f -a "table\t''
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
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand rules" -l color -d 'Use colour' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand rules" -l snippets -d 'Show the lines of the source with each finding' -r -f -a "auto\t'When standard output is a terminal'
always\t'Whatever standard output is'
never\t'Not at all'"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand rules" -l no-headers -d 'Leave the headers of columns out'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand completion" -l dir -d 'With kubectl: the folder for the file, which must be on the PATH; the one of the program if not given' -r -f -a "(__fish_complete_directories)"
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand completion" -l write -d 'With kubectl: write the file; without this flag it is only shown what would be written'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand completion" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck explain rules completion help" -f -a "stuck" -d 'List what is being deleted and does not go; the default when no command is named'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck explain rules completion help" -f -a "explain" -d 'Show the page of a rule'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck explain rules completion help" -f -a "rules" -d 'List the rules'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck explain rules completion help" -f -a "completion" -d 'Write completion scripts for shells and for kubectl'
complete -c kubectl-finalizers -n "__fish_kubectl_finalizers_using_subcommand help; and not __fish_seen_subcommand_from stuck explain rules completion help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
