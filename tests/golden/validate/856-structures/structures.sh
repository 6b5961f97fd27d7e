# S-….edi for every structure but those of the samples; a word of the structure is LEVEL or LEVEL:SSCC, in the order of the HLs.
notice() { # notice BSN05 NAME PARENT:LEVEL…
    structure=$1 name=$2
    shift 2
    {
        printf 'ISA*00*          *00*          *ZZ*PRMV1          *ZZ*AMAZON         *261212*1105*^*00501*000000420*0*P*>~\n'
        printf 'GS*SH*PRMV1*AMAZON*20261212*1105*420*X*005010~\nST*856*0001~\nBSN*00*PRMV1000620*20261212*1105*%s~\n' "$structure"
        printf 'HL*1**S~\nTD1*CTN*2****G*18.2*KG~\nTD5**2*UPSN*M~\nREF*BM*PRMV100771220~\nDTM*011*20261212~\nDTM*017*20261214~\n'
        printf 'N1*SF*PRIMA TEST LTD*92*PRMV1~\nN4*NORTHAMPTON**NN11AA*GB~\nN1*ST**92*BHX4~\n'
        n=1 mark=0
        for hl in "$@"; do
            n=$((n + 1))
            printf 'HL*%d*%d*%s~\n' "$n" "${hl%:*}" "${hl#*:}"
            case $hl in
            *:O) printf 'PRF*4KX7Q2W%d~\n' "$n" ;;
            *:[TP]) mark=$((mark + 1)); printf 'MAN*GM*00%s~\n' "$(sed -n "${mark}p" sscc)" ;;
            *:I) printf 'LIN*1*EN*5012345000015~\nSN1*1*1*EA~\n' ;;
            esac
        done
    } >body
    { cat body; printf 'SE*%d*0001~\nGE*1*420~\nIEA*1*000000420~\n' $(($(wc -l <body) - 1)); } >"$name.edi"
}
notice 0001 S-O-T-I 1:O 2:T 3:I 2:T 5:I
notice 0001 S-T-O-I 1:T 2:O 3:I 2:O 5:I
notice 0001 S-P-O-I 1:P 2:O 3:I 2:O 5:I
notice 0002 S-O-I-P 1:O 2:I 3:P 3:P
notice 0002 S-O-T-I-P 1:O 2:T 3:I 4:P 4:P 3:I 7:P
